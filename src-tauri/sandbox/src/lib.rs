//! A TikTok Shop on your own machine: real HTTP, OAuth, limits, errors and webhooks.
