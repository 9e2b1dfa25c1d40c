package scrutable.lessons.selfsupervised.noisytext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.generate.Scenes;
import scrutable.tensor.Rng;

class FillerDescriptionsTest {
  private static final Scenes.Captioned PAIRS = Scenes.generate(2_000, Rng.seed(1));

  @Test
  void wordsThatSayNothingStandBesideTheirClassAlmostAsOftenAsElsewhere() {
    var fillers = FillerDescriptions.of(PAIRS);

    assertTrue(fillers.excess() > 1 && fillers.excess() < 1.8, () -> "excess " + fillers.excess());
    assertEquals(FillerDescriptions.LISTS, fillers.lists().size());
    fillers.lists().forEach(list -> assertEquals(16, list.stream().distinct().count()));
  }

  @Test
  void wordsPlantedBesideAClassAreFoundFirst() {
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < PAIRS.captions().size(); i++) {
      int label = (int) PAIRS.pictures().labels().get(i);
      captions.add(PAIRS.captions().get(i).replaceFirst("filler\\d+ filler\\d+",
          "filler" + label + " filler" + (20 + label)));
    }
    var fillers = FillerDescriptions.of(new Scenes.Captioned(PAIRS.pictures(), captions));

    for (int label = 0; label < 16; label++) {
      String first = fillers.lists().getFirst().get(label);
      assertTrue(first.equals("a filler" + label + " filler" + (20 + label))
          || first.equals("a filler" + (20 + label) + " filler" + label), first);
    }
    assertTrue(fillers.excess() > 2, () -> "excess " + fillers.excess());
  }
}
