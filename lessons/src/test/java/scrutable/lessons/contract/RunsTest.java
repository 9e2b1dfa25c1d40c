package scrutable.lessons.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunsTest {

  @Test
  void whatEachSeedMeasuredIsCollectedByWhatItIs() {
    Map<String, Runs<Double>> runs = Runs.ofEach(List.of(new TreeMap<>(Map.of("b", 3.0, "a", 10.0)),
        new TreeMap<>(Map.of("b", 1.0, "a", 20.0)), new TreeMap<>(Map.of("b", 2.0, "a", 30.0))));
    assertEquals(List.of("a", "b"), List.copyOf(runs.keySet()));
    assertEquals(List.of(10.0, 20.0, 30.0), runs.get("a").measured());
    assertEquals(2, runs.get("b").median(one -> one));
  }

  @Test
  void aSeedThatMeasuredSomethingElseIsRefused() {
    assertThrows(IllegalArgumentException.class,
        () -> Runs.ofEach(List.of(Map.of("a", 1.0), Map.of("a", 1.0, "b", 2.0))));
  }
}
