package scrutable.lessons.poisoning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.lessons.data.Digits;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.tensor.Pooling2d;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// Pictures of three digits, 14 x 14 pixels: a few with labels, many without, and some to be judged by.
///
/// @param labelled the few
/// @param pool the many, without labels
/// @param test what nobody has seen
public record SmallDigits(Dataset labelled, Tensor pool, Dataset test) {
  public static final int SIDE = 14;
  /// How many labels a class has where labels are few.
  public static final int FEW_LABELS = 10;
  private static final int[] CLASSES = {4, 7, 1};
  private static final int TEST = 900;

  /// Draws or reads them.
  ///
  /// @param data the name of the data set
  /// @param perClass how many labels each class has
  /// @param poolSize how many pictures have none
  ///
  /// @throws IOException if real pictures are asked for and cannot be had
  public static SmallDigits load(String data, int perClass, int poolSize, Rng rng, Progress progress)
      throws IOException {
    int train = poolSize + 3 * perClass + 30;
    Dataset all;
    Dataset test;
    if (Digits.areDrawn(data)) {
      Glyphs.Options options = Glyphs.Options.standard().withSize(SIDE).withShake(0.75);
      all = Glyphs.generate(train * 10 / CLASSES.length + 10, options, rng.split("train")).ofClasses(CLASSES);
      test = Glyphs.generate(TEST * 10 / CLASSES.length, options, rng.split("test")).ofClasses(CLASSES);
    } else {
      Digits real = Digits.real(data, Integer.MAX_VALUE, Integer.MAX_VALUE, progress);
      all = half(real.train().ofClasses(CLASSES).shuffled(rng.split("train")).take(train));
      test = half(real.test().ofClasses(CLASSES).take(TEST));
    }
    int[] few = few(all, perClass);
    boolean[] taken = new boolean[all.size()];
    Arrays.stream(few).forEach(i -> taken[i] = true);
    int[] rest = IntStream.range(0, all.size()).filter(i -> !taken[i]).limit(poolSize).toArray();
    return new SmallDigits(all.select(few), all.select(rest).inputs(), test);
  }

  /// How many pictures two of the three sets have in common.
  public int shared() {
    Dataset unlabelled = new Dataset("pool", pool, Tensor.ofInts(new int[pool.size(0)], pool.size(0)),
        labelled.classNames());
    return labelled.countSharedWith(unlabelled) + labelled.countSharedWith(test) + test.countSharedWith(unlabelled);
  }

  private static int[] few(Dataset all, int perClass) {
    int[] counts = new int[all.classCount()];
    int[] labels = all.labels().toIntArray();
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      if (counts[labels[i]]++ < perClass) {
        rows.add(i);
      }
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Each 2 x 2 pixels become their mean.
  private static Dataset half(Dataset data) {
    return data.withInputs(Pooling2d.average(data.inputs(), Window.square(2, 2, 0)));
  }
}
