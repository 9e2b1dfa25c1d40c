package scrutable.attacks.poisoning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Scenes;
import scrutable.tensor.Indexing;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Pictures with the captions of another class, added to the pairs that a dual encoder learns from. Who learns from
/// pages that anybody can write, learns from what anybody writes.
///
/// The captions are real ones: drawn from those of training pictures of the wanted class, which the adversary finds
/// by searching for the class's name. Carlini and Terzis 2022, "Poisoning and backdooring contrastive learning",
/// section 3.
public final class CaptionPoison {
  private CaptionPoison() {}

  /// Pairs of each target with captions of its wanted class. The targets share the budget evenly.
  //: code targeted
  public static Poison<Scenes.Captioned, ChosenTargets> targeted() {
    return (clean, goal, budget, rng) -> {
      int each = budget.perPart(goal.count());
      int count = each * goal.count();
      int[] target = IntStream.range(0, count).map(i -> i / each).toArray();
      List<String> captions = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        captions.add(captionOf(clean, goal.wanted(target[i]), rng));
      }
      return append(clean, Indexing.select(goal.inputs(), 0, Tensor.ofInts(target, count)), captions, budget,
          "targets with captions of the wanted class");
    };
  }
  //: end

  /// Pairs of training pictures of other classes, which carry the trigger, with captions of the wanted class.
  public static Poison<Scenes.Captioned, Backdoor> backdoor() {
    return (clean, goal, budget, rng) -> {
      int[] labels = clean.pictures().labels().toIntArray();
      int[] others = IntStream.range(0, labels.length).filter(i -> labels[i] != goal.wanted()).toArray();
      int[] places = IntStream.of(rng.sampleWithoutReplacement(others.length, budget.examples()))
          .map(i -> others[i]).toArray();
      List<String> captions = new ArrayList<>();
      for (int i = 0; i < places.length; i++) {
        captions.add(captionOf(clean, goal.wanted(), rng));
      }
      Tensor pictures = clean.pictures().select(places).inputs();
      return append(clean, places.length == 0 ? pictures : goal.trigger().apply(pictures), captions, budget,
          "backdoor in pictures with captions");
    };
  }

  /// A caption of a random training picture of this class.
  static String captionOf(Scenes.Captioned pairs, int wanted, Rng rng) {
    int[] labels = pairs.pictures().labels().toIntArray();
    int[] places = IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).toArray();
    if (places.length == 0) {
      throw new IllegalArgumentException("CaptionPoison: no training picture is of class " + wanted
          + ", so there is no caption of it to copy");
    }
    return pairs.captions().get(places[rng.nextInt(places.length)]);
  }

  /// The pairs with these after their own.
  ///
  /// @param pictures `(N, ...)`
  /// @param captions N of them
  public static Poisoned<Scenes.Captioned> append(Scenes.Captioned clean, Tensor pictures, List<String> captions,
      Budget budget, String description) {
    Scenes.Captioned all = clean;
    if (!captions.isEmpty()) {
      List<String> sentences = new ArrayList<>(clean.captions());
      sentences.addAll(captions);
      // Training never looks at the class; 0 fills its place.
      Dataset data = clean.pictures();
      all = new Scenes.Captioned(new Dataset(data.name(), Joining.concat(0, data.inputs(), pictures),
          Joining.concat(0, data.labels(), Tensor.ofInts(new int[captions.size()], captions.size())),
          data.classNames()), sentences);
    }
    Map<String, Integer> numbers = new LinkedHashMap<>();
    return Poisoned.compare(all, List.of(clean.pictures().inputs(), numbered(clean.captions(), numbers)),
        List.of(all.pictures().inputs(), numbered(all.captions(), numbers)), budget, description);
  }

  /// Captions as numbers, so that they can be compared like pixels.
  private static Tensor numbered(List<String> captions, Map<String, Integer> numbers) {
    int[] column = new int[captions.size()];
    for (int i = 0; i < column.length; i++) {
      numbers.putIfAbsent(captions.get(i), numbers.size());
      column[i] = numbers.get(captions.get(i));
    }
    return Tensor.wrap(column, column.length);
  }
}
