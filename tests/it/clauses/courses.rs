//! H-A3: no failed course, and every setting of `eligibility.fail`.
