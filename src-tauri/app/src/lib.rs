//! What a person can do with TikTokFlow, one file per use case.
