//! The curve of the time of flight over x.

/// The time of flight without dimension and its first three derivatives by x.
pub(super) struct Slopes {
    pub(super) t: f64,
    pub(super) d1: f64,
    pub(super) d2: f64,
    pub(super) d3: f64,
}

/// One curve: the geometry's λ and 1 - λ², and the full revolutions.
pub(super) struct Curve {
    pub(super) lambda: f64,
    pub(super) kappa: f64,
    pub(super) revolutions: f64,
}

impl Curve {
    /// Where x is: the time and its derivatives (Izzo 2015, equations 18, 20 and 22).
    pub(super) fn at(&self, x: f64) -> Slopes {
        let l = self.lambda;
        let y = (self.kappa + l * l * x * x).sqrt();
        let e = (1.0 - x) * (1.0 + x);
        let t = self.time(x, y, e);
        let l3 = l * l * l;
        let (e, y3) = (
            if e.abs() < 1e-6 {
                1e-6f64.copysign(e)
            } else {
                e
            },
            y * y * y,
        );
        let d1 = (3.0 * t * x - 2.0 + 2.0 * l3 * x / y) / e;
        let d2 = (3.0 * t + 5.0 * x * d1 + 2.0 * self.kappa * l3 / y3) / e;
        let d3 = (7.0 * x * d2 + 8.0 * d1 - 6.0 * self.kappa * l3 * l * l * x / (y3 * y * y)) / e;
        Slopes { t, d1, d2, d3 }
    }

    fn time(&self, x: f64, y: f64, e: f64) -> f64 {
        let l = self.lambda;
        if self.revolutions == 0.0 && (0.6..1.4).contains(&x) {
            let eta = if l * x > 0.0 {
                self.kappa / (y + l * x)
            } else {
                y - l * x
            };
            let s1 = 0.5 * (1.0 - l - x * eta);
            let q = 4.0 / 3.0 * hypergeometric(s1);
            return 0.5 * (eta * eta * eta * q + 4.0 * l * eta);
        }
        let root = e.abs().sqrt();
        let along = x * y + l * e;
        let across = if l * x > 0.0 {
            self.kappa / (y + l * x)
        } else {
            y - l * x
        } * root;
        let psi = if e > 0.0 {
            across.atan2(along)
        } else {
            across.asinh()
        };
        let turns = self.revolutions * std::f64::consts::PI;
        if e > 0.0 {
            ((psi + turns) / root - x + l * y) / e
        } else {
            (psi / root - x + l * y) / e
        }
    }
}

/// 2F1(3, 1; 5/2; z) for |z| well below 1.
fn hypergeometric(z: f64) -> f64 {
    let (mut sum, mut term, mut n) = (1.0, 1.0, 0.0);
    while n < 300.0 && f64::abs(term) > 1e-17 {
        term *= (3.0 + n) / (2.5 + n) * z;
        sum += term;
        n += 1.0;
    }
    sum
}
