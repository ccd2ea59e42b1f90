//! H-A1, H-A4, H-A5, H-A6, H-A9 with W-A1 and W-A3: what the roster and the registers say of a person.
