# The front door. Everything behind it is cargo, and `cargo xtask` for what cargo does not know.

CARGO ?= cargo
SECONDS_EACH ?= 60

FLAGSHIP := lunar-habitat
FLAGSHIP_OUT := out/$(FLAGSHIP)

.DEFAULT_GOAL := help
.PHONY: help run test lint bench fuzz setup setup-lint setup-test

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

run: setup ## build the command and run the flagship campaign
	$(CARGO) run --release --locked --quiet --bin portolan -- run campaigns/$(FLAGSHIP) --out $(FLAGSHIP_OUT)
	@for page in $(FLAGSHIP_OUT)/*.html; do \
		test -f "$$page" || { echo "no HTML report in $(FLAGSHIP_OUT)" >&2; exit 1; }; \
		echo "The report: $(CURDIR)/$$page"; \
	done

test: setup-test ## format, lints, house rules, licences, every test
	$(CARGO) xtask check

lint: setup-lint ## format, lints and house rules alone
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) xtask tidy

bench: setup ## run the measurements
	$(CARGO) xtask bench

fuzz: setup ## fuzz every target for SECONDS_EACH seconds (60)
	$(CARGO) xtask fuzz $(SECONDS_EACH)

setup:
	@sh scripts/setup.sh build

setup-lint:
	@sh scripts/setup.sh lint

setup-test:
	@sh scripts/setup.sh test
