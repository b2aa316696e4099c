//! The nearest valid word, for "did you mean".

/// Returns the candidate that is nearest to `word`, or `None` where none is near enough to help.
///
/// Distance is the optimal string alignment distance without regard to case; at most a third of the
/// word's letters (and at least one) may differ. Of equally near candidates the first wins.
///
/// ```
/// use portolan_vocabulary::nearest;
/// assert_eq!(nearest("lattitude", ["latitude", "longitude"]), Some("latitude"));
/// assert_eq!(nearest("colour", ["mass", "volume"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A very long word is a mistake of another kind, and the distance is quadratic in its length.
    const LONGEST: usize = 128;
    if word.len() > LONGEST {
        return None;
    }
    let wanted = word.to_lowercase();
    let allowed = (wanted.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| {
            (
                strsim::osa_distance(&wanted, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
