package scrutable.lessons.poisoning.svmpoisoning;

import java.io.IOException;
import scrutable.lessons.data.Digits;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.tensor.Rng;

/// Two digits to tell apart: examples to learn from, to choose the attack by, and to judge it by.
///
/// @param name like `7 vs 1`; the first digit is class 0 and the attacked one
/// @param train what the victim learns from
/// @param validation what the adversary looks at
/// @param test what nobody has seen
record SvmPoisoningDigits(String name, Dataset train, Dataset validation, Dataset test) {
  private static final int TEST = 3_000;
  /// A hundred digits are few: three quarters of the usual shake of the hand, and a linear machine learns from them.
  static final double SHAKE = 0.75;

  /// Draws the three sets at random.
  ///
  /// @param all a training and a test set of ten digits
  static SvmPoisoningDigits of(int first, int second, Digits all, int train, int validation, Rng rng) {
    Dataset both = all.train().ofClasses(first, second).shuffled(rng.split("choose"));
    Dataset judged = all.test().ofClasses(first, second);
    return new SvmPoisoningDigits(first + " vs " + second, both.take(train),
        both.slice(train, Math.min(both.size(), train + validation)), judged.take(Math.min(TEST, judged.size())));
  }

  /// How many digits two of the three sets have in common.
  int shared() {
    return validation.countSharedWith(train) + test.countSharedWith(train) + test.countSharedWith(validation);
  }

  /// Enough digits for all pairs: glyphs are drawn, real digits are read whole.
  static Digits ten(String data, int train, int test, Rng rng, Progress progress) throws IOException {
    Glyphs.Options steady = Glyphs.Options.standard().withShake(SHAKE);
    return Digits.areDrawn(data)
        ? new Digits(Glyphs.generate(train, steady, rng.split("train")),
            Glyphs.generate(test, steady, rng.split("test")))
        : Digits.real(data, Integer.MAX_VALUE, Integer.MAX_VALUE, progress);
  }
}
