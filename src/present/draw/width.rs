//! Sharing the width of a table among its columns.

/// Widths of columns that fit into `total` cells with one cell between them: columns without a width (0) share
/// what is left, columns that do not fit are shrunk or hidden (`None`) from the right.
pub(super) fn fit(total: usize, wanted: &[usize]) -> Vec<Option<usize>> {
    let mut widths: Vec<Option<usize>> = wanted.iter().map(|&width| Some(width.max(1))).collect();
    let free: Vec<usize> = (0..wanted.len()).filter(|&place| wanted[place] == 0).collect();
    if let Some(mut left) = total.checked_sub(sum(&widths))
        && !free.is_empty()
    {
        for &place in free.iter().cycle() {
            if left == 0 {
                break;
            }
            widths[place] = widths[place].map(|width| width + 1);
            left -= 1;
        }
        return widths;
    }
    loop {
        let excess = sum(&widths).saturating_sub(total);
        if excess == 0 {
            return widths;
        }
        let Some(last) = widths.iter().rposition(Option::is_some) else { return widths };
        widths[last] = widths[last].and_then(|width| width.checked_sub(excess)).filter(|&width| width > 0);
    }
}

fn sum(widths: &[Option<usize>]) -> usize {
    let visible = widths.iter().flatten().count();
    widths.iter().flatten().sum::<usize>() + visible.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_shrinks_and_hides() {
        assert_eq!(fit(79, &[0, 0]), [Some(39), Some(39)]);
        assert_eq!(fit(79, &[0; 3]), [Some(26), Some(26), Some(25)]);
        assert_eq!(fit(10, &[6, 5, 5]), [Some(6), Some(3), None]);
    }
}
