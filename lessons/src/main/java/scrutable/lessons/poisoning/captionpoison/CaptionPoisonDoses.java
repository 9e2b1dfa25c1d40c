package scrutable.lessons.poisoning.captionpoison;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Scenes;
import scrutable.tensor.Tensor;

/// What the control and the ablations of [CaptionPoisonExperiment] really added, counted on the pairs that were learned
/// from.
///
/// @param own the class of each target
/// @param pairs without poison
/// @param elsewhere with the control
/// @param copied with copies of the targets under captions of their own class
/// @param signed with the sign and right captions
/// @param shared pictures that two of training, test and targets have in common
record CaptionPoisonDoses(ChosenTargets targets, int[] own, Scenes.Captioned pairs, Scenes.Captioned elsewhere,
    Scenes.Captioned copied, Scenes.Captioned signed, int shared) {

  /// How many captions of the control name the class that is wanted of the target in whose place they stand.
  int wrongCaptions() {
    return count(elsewhere, i -> caption(elsewhere, i) == targets.wanted(target(elsewhere, i)));
  }

  /// How many pictures of the control are of the class of that target, and training pictures.
  int otherPictures() {
    int others = 0;
    for (int target = 0; target < own.length; target++) {
      int each = added(elsewhere) / own.length;
      int from = pairs.pictures().size() + target * each;
      others += elsewhere.pictures().slice(from, from + each).countSharedWith(pairs.pictures().ofClasses(own[target]));
    }
    return others;
  }

  /// How many copies are a target with a caption of its own class.
  int copies() {
    Dataset only = new Dataset("targets", targets.inputs(), Tensor.ofInts(own, own.length),
        pairs.pictures().classNames());
    int honest = count(copied, i -> caption(copied, i) == own[target(copied, i)]);
    return Math.min(honest, copied.pictures().countSharedWith(only));
  }

  /// How many added pictures are none of the training pictures and have a caption that one of those has.
  int signs() {
    int from = pairs.pictures().size();
    int same = signed.pictures().slice(from, signed.pictures().size()).countSharedWith(pairs.pictures());
    return count(signed, i -> pairs.captions().contains(signed.captions().get(from + i))) - same;
  }

  private int added(Scenes.Captioned all) {
    return all.captions().size() - pairs.captions().size();
  }

  private int count(Scenes.Captioned all, IntPredicate isSo) {
    return (int) IntStream.range(0, added(all)).filter(isSo).count();
  }

  private int target(Scenes.Captioned all, int i) {
    return i / (added(all) / own.length);
  }

  private int caption(Scenes.Captioned all, int i) {
    return Scenes.classOf(all.captions().get(pairs.captions().size() + i));
  }
}
