package scrutable.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The settings of a peer's OpenBLAS, of which the fastest is compared with.
class TrialTest {

  @Test
  void anEngineSaysWhichKernelsRan() {
    Trial trial = Trial.parse("SKYLAKEX", List.of("onednn_verbose,info,oneDNN v2.6.3 (commit N/A)",
        "onednn_verbose,info,cpu,isa:Intel AVX-512 with Intel DL Boost",
        "onednn_verbose,exec,cpu,convolution,jit:avx512_core",
        "{\"kernel\": \"OpenBLAS 0.3.21 SkylakeX\", \"gflops\": 152.25}"));
    assertEquals(new Trial("SKYLAKEX", "OpenBLAS 0.3.21 SkylakeX, oneDNN for Intel AVX-512 with Intel DL Boost",
        152.25), trial);
  }

  @Test
  void aKernelThatThisProcessorCannotRunIsNotTaken() {
    Trial dead = Trial.parse("COOPERLAKE", List.of());
    assertEquals(new Trial("COOPERLAKE", "did not run", 0), dead);
    Trial alive = new Trial("", "OpenBLAS 0.3.21 Prescott", 32);
    assertEquals(alive, Trial.best(List.of(dead, alive)));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> Trial.best(List.of(dead))).getMessage()
        .contains("COOPERLAKE"));
  }

  @Test
  void theFastestIsThePeerAndTheOthersAreNamed() {
    List<Trial> trials = List.of(new Trial("", "Prescott", 32.4), new Trial("HASWELL", "Haswell", 98.2),
        new Trial("SKYLAKEX", "SkylakeX", 151.8), new Trial("ZEN", "Zen", 98), new Trial("COOPERLAKE", "?", 0));
    assertEquals(trials.get(2), Trial.best(trials));
    assertEquals("SkylakeX by OPENBLAS_CORETYPE=SKYLAKEX, 152 GFLOP/s (unset 32, COOPERLAKE does not run, HASWELL 98,"
        + " ZEN 98)", Trial.summary(trials));
  }

  @Test
  void ofNearlyEqualOnesThatIsTakenWhichNobodyHadToSet() {
    assertEquals("Zen by its own choice, 90 GFLOP/s (ZEN 91)",
        Trial.summary(List.of(new Trial("", "Zen", 90), new Trial("ZEN", "Zen", 91))));
    assertEquals("Zen", Trial.best(List.of(new Trial("", "Haswell", 90), new Trial("ZEN", "Zen", 94))).kernel());
  }
}
