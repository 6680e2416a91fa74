//! Numbers as sums of Fibonacci numbers, no two of them neighbours, so that two ones in a row end a number.

/// The Fibonacci numbers from 1, 2 on that a section's number can be the sum of.
const FIBONACCI: [u32; 23] = {
    let mut numbers = [1; 23];
    numbers[1] = 2;
    let mut nth = 2;
    while nth < numbers.len() {
        numbers[nth] = numbers[nth - 1] + numbers[nth - 2];
        nth += 1;
    }
    numbers
};

/// Reads a number; `None` where the bits end before it does, or where it is too large.
pub fn read(mut bit: impl FnMut() -> Option<bool>) -> Option<u32> {
    let mut sum = 0;
    let mut one_before = false;
    for number in FIBONACCI {
        let one = bit()?;
        if one && one_before {
            return Some(sum);
        }
        if one {
            sum += number;
        }
        one_before = one;
    }
    (one_before && bit()?).then_some(sum)
}

/// Writes a number from 1 to 65,535.
pub fn write(mut rest: u32, mut bit: impl FnMut(bool)) {
    debug_assert!((1..=u32::from(u16::MAX)).contains(&rest), "{rest}");
    let mut ones = [false; FIBONACCI.len()];
    let mut last = 0;
    for (nth, number) in FIBONACCI.iter().enumerate().rev() {
        if *number <= rest {
            rest -= number;
            ones[nth] = true;
            last = last.max(nth);
        }
    }
    for one in &ones[..=last] {
        bit(*one);
    }
    bit(true);
}
