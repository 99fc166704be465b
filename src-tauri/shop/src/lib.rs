//! A client for the TikTok Shop API: sign-in, calls, limits, errors.
