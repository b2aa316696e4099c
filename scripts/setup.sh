#!/bin/sh
# Makes sure that this machine can build and test Portolan. Run as often as you like: it says and does
# nothing where nothing is missing.
#
#   sh scripts/setup.sh build    what building needs: cargo, C and C++, and cmake and libclang for a solver
#   sh scripts/setup.sh lint     that, and rustfmt and clippy
#   sh scripts/setup.sh test     that, and cargo-deny and cargo-nextest
set -eu

say() { printf 'set-up: %s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as the administrator, or fails with what to type instead.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        fail "this needs an administrator: $*"
    fi
}

need_cargo() {
    have cargo && return
    if [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
        fail "cargo is installed but not on the PATH: run . \"${CARGO_HOME:-$HOME/.cargo}/env\" and try again"
    fi
    fail "cargo is missing: install Rust from https://rustup.rs and try again"
}

need_compiler() {
    have cc && return
    have apt-get || fail "a C toolchain (the command cc) is missing: install gcc or clang and try again"
    say "installing a C toolchain"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq build-essential pkg-config >/dev/null
}

# Whether bindgen will find libclang: where it is told to look, or where systems keep it.
have_libclang() {
    for folder in "${LIBCLANG_PATH:-/usr/lib}" /usr/lib/llvm*/lib /usr/lib/*-linux-gnu /usr/lib64 \
        /usr/local/lib /usr/local/opt/llvm/lib /opt/homebrew/opt/llvm/lib \
        /Library/Developer/CommandLineTools/usr/lib; do
        for library in "$folder"/libclang.so* "$folder"/libclang-*.so* "$folder"/libclang.dylib; do
            [ -e "$library" ] && return
        done
    done
    return 1
}

# The solver HiGHS is C++, built with cmake, and its interface is read by bindgen, which needs libclang.
need_solver_tools() {
    missing=
    have c++ || missing="$missing build-essential"
    have cmake || missing="$missing cmake"
    have clang || missing="$missing clang"
    have_libclang || missing="$missing libclang-dev"
    [ -n "$missing" ] || return 0
    have apt-get || fail "building the solver HiGHS needs, by the names of Debian:$missing; install them and try again"
    say "installing what the solver HiGHS is built with:$missing"
    as_root apt-get update -qq
    # Several words on purpose: one package each.
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
}

# Installs a component of the toolchain where cargo lacks the sub-command: need_component fmt rustfmt
need_component() {
    cargo "$1" --version >/dev/null 2>&1 && return
    have rustup || fail "cargo $1 is missing: install $2 with the package manager that brought cargo"
    say "installing $2"
    rustup component add "$2"
}

# Builds a tool of cargo where cargo lacks the sub-command: need_tool deny cargo-deny
need_tool() {
    cargo "$1" --version >/dev/null 2>&1 && return
    say "building $2, once; this takes some minutes"
    cargo install "$2" --locked --quiet
}

need_linters() {
    need_component fmt rustfmt
    need_component clippy clippy
}

need_testers() {
    need_tool deny cargo-deny
    # The tests run without it too, only slower.
    need_tool nextest cargo-nextest || say "cargo-nextest could not be built; cargo test takes its place"
}

need_cargo
need_compiler
need_solver_tools
case ${1:-build} in
build) ;;
lint) need_linters ;;
test)
    need_linters
    need_testers
    ;;
*) fail "unknown purpose '$1': say build, lint or test" ;;
esac
