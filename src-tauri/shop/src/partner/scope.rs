//! Which permission a refusal says is missing.

/// What Partner Center calls a permission, and what it is about. Others are shown by their name alone.
const KNOWN: [(&str, &str); 7] = [
    ("seller.order.info", "orders"),
    ("seller.fulfillment.basic", "fulfilment"),
    ("seller.fulfillment.package.write", "fulfilment"),
    ("seller.product.basic", "products, reading"),
    ("seller.product.write", "products, writing"),
    ("seller.logistics", "logistics"),
    ("seller.authorization.info", "shop authorisation"),
];

/// The permission that the shop's words name, readable; `None` where they name none.
pub(super) fn missing_scope(message: &str) -> Option<String> {
    let words = message.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_')));
    let scope = words.map(|word| word.trim_matches('.')).find(|word| word.starts_with("seller.") && word.len() > 7)?;
    let about = KNOWN.iter().find(|(known, _)| *known == scope);
    Some(about.map_or_else(|| scope.to_owned(), |(_, about)| format!("{scope} ({about})")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shops_words_name_the_permission_or_they_do_not() {
        for (said, scope) in [
            ("the scope seller.order.info has not been granted", Some("seller.order.info (orders)")),
            ("Access denied: seller.affiliate.read.", Some("seller.affiliate.read")),
            ("you should apply auth pkg", None),
            ("ask the seller. Then try again", None),
        ] {
            assert_eq!(missing_scope(said).as_deref(), scope, "{said}");
        }
    }
}
