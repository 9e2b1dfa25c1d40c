package scrutable.lessons.poisoning;

import java.util.List;
import java.util.stream.IntStream;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.CaptionPoison;
import scrutable.nn.data.generate.Scenes;
import scrutable.tensor.Rng;

/// The control of poisoned captions: the very captions of the attack, on other pictures of the same class.
public final class CaptionsElsewhere {
  private CaptionsElsewhere() {}

  //: code control
  /// The pairs, and after them the captions of the attack on training pictures of the same class as each target.
  ///
  /// @param poisoned the pairs with those of the attack, which has as many for each target
  /// @param own      the class of each target
  /// @param sham     whether the pictures keep the captions that they had
  public static Scenes.Captioned of(Scenes.Captioned pairs, Scenes.Captioned poisoned, int[] own, boolean sham,
      Rng rng) {
    int honest = pairs.captions().size();
    List<String> captions = poisoned.captions().subList(honest, poisoned.captions().size());
    int[] labels = pairs.pictures().labels().toIntArray();
    int each = captions.size() / own.length;
    int[] places = new int[captions.size()];
    for (int i = 0; i < places.length; i++) {
      int label = own[i / each];
      int[] alike = IntStream.range(0, labels.length).filter(j -> labels[j] == label).toArray();
      places[i] = alike[rng.nextInt(alike.length)];
    }
    return CaptionPoison.append(pairs, pairs.pictures().select(places).inputs(),
        sham ? captionsOf(pairs, places) : captions, new Budget(captions.size()), "captions elsewhere").data();
  }
  //: end

  /// The captions at these places.
  public static List<String> captionsOf(Scenes.Captioned pairs, int[] places) {
    return IntStream.of(places).mapToObj(pairs.captions()::get).toList();
  }
}
