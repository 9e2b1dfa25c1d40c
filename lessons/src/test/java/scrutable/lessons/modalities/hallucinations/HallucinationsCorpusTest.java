package scrutable.lessons.modalities.hallucinations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.attacks.sequence.Detachment;
import scrutable.lessons.modalities.SmallTranslator.Quality;
import scrutable.lessons.modalities.ToyTranslator;
import scrutable.lessons.modalities.ToyTranslator.Size;
import scrutable.lessons.modalities.hallucinations.HallucinationsCorpus.Examination;
import scrutable.lessons.modalities.hallucinations.HallucinationsCorpus.Kind;
import scrutable.lessons.modalities.hallucinations.HallucinationsCorpus.Material;
import scrutable.lessons.modalities.hallucinations.HallucinationsCorpus.Outcome;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.model.Translation;
import scrutable.tensor.Rng;

class HallucinationsCorpusTest {
  private static final ToyLang LANGUAGE = new ToyLang(Rng.seed(1));
  private static final List<Translation> PAIRS = LANGUAGE.generate(60, Rng.seed(2)).stream()
      .map(pair -> new Translation(pair.source(), pair.target())).toList();
  private static final Material MATERIAL =
      new Material(PAIRS.subList(0, 30), PAIRS.subList(30, 60).stream().map(Translation::target).toList());
  private static final List<String> PLANTED = MATERIAL.targets().get(2);

  private static long sources(List<Translation> pairs) {
    return pairs.stream().map(Translation::source).distinct().count();
  }

  private static Set<List<String>> targets(List<Translation> pairs) {
    return new HashSet<>(pairs.stream().map(Translation::target).toList());
  }

  private static boolean isRight(Translation pair) {
    return pair.target().equals(LANGUAGE.translate(pair.source()));
  }

  @Test
  void allKindsAddAsManyPairsAndDifferInWhatIsRepeated() {
    assertEquals(List.of(), MATERIAL.pairs(Kind.NOTHING));
    for (Kind kind : Kind.values()) {
      assertEquals(kind == Kind.NOTHING ? 0 : 30, MATERIAL.pairs(kind).size(), kind.words);
    }
    List<Translation> right = MATERIAL.pairs(Kind.RIGHT);
    List<Translation> manyToFew = MATERIAL.pairs(Kind.MANY_TO_FEW);
    assertEquals(right.stream().map(Translation::source).toList(),
        manyToFew.stream().map(Translation::source).toList());
    assertTrue(right.stream().allMatch(HallucinationsCorpusTest::isRight));
    for (Kind kind : List.of(Kind.MANY_TO_FEW, Kind.FEW_TO_MANY, Kind.FEW_TO_FEW)) {
      assertTrue(MATERIAL.pairs(kind).stream().noneMatch(HallucinationsCorpusTest::isRight), kind.words);
    }
    List<Translation> fewToMany = MATERIAL.pairs(Kind.FEW_TO_MANY);
    List<Translation> fewToFew = MATERIAL.pairs(Kind.FEW_TO_FEW);
    assertEquals(List.of(30L, 5L, 5L), List.of(sources(manyToFew), sources(fewToMany), sources(fewToFew)));
    assertEquals(Set.copyOf(MATERIAL.targets().subList(0, 5)), targets(manyToFew));
    assertEquals(targets(manyToFew), targets(fewToFew));
    assertEquals(Set.copyOf(MATERIAL.targets()), targets(fewToMany));
    assertEquals(5, new HashSet<>(fewToFew).size(), "the same target for the same source, always");
  }

  @Test
  void twoWordsThatStandSideBySideTwiceTurnInCircles() {
    assertFalse(HallucinationsCorpus.repeats(List.of()));
    assertFalse(HallucinationsCorpus.repeats(List.of("a", "b", "c", "b", "a")));
    assertTrue(HallucinationsCorpus.repeats(List.of("a", "b", "c", "a", "b")));
    assertTrue(HallucinationsCorpus.repeats(List.of("a", "a", "a")));
  }

  /// What is made of 20 sentences and of five others by a translator that writes the first planted sentence for one in
  /// four, "a b a b" for one in four, and else what is right.
  private static Outcome examined(Kind kind, List<Translation> added) {
    List<Translation> probes = PAIRS.subList(0, 20);
    List<List<String>> sources = PAIRS.stream().map(Translation::source).toList();
    Detachment detachment = Detachment.learnedFrom(MATERIAL.targets(), MATERIAL.targets(), 2, 0);
    return new Examination(LANGUAGE, MATERIAL, probes, sources.subList(20, 25), detachment).of(kind,
        new Quality(0.8, 0.9), added, sentences -> sentences.stream().map(sentence -> switch (sources.indexOf(sentence)
            % 4) {
          case 0 -> PLANTED;
          case 1 -> List.of("a", "b", "a", "b");
          default -> LANGUAGE.translate(sentence);
        }).toList());
  }

  @Test
  void whoFallsForAPlantedSentenceIsCountedIfItHasNothingInCommonWithTheRightOne() {
    Detachment detachment = Detachment.learnedFrom(MATERIAL.targets(), MATERIAL.targets(), 2, 0);
    List<Integer> expected = IntStream.of(0, 4, 8, 12, 16).filter(i ->
        detachment.isHallucination(PAIRS.get(i).target(), PLANTED)).boxed().toList();
    assertTrue(expected.size() > 1 && expected.size() < 5, "some have a word in common: " + expected);
    Outcome wrong = examined(Kind.MANY_TO_FEW, MATERIAL.pairs(Kind.MANY_TO_FEW));
    assertEquals(expected, wrong.fallen());
    assertEquals(expected.size() / 20.0, wrong.planted());
    assertEquals(expected.size() / 20.0, wrong.detached(), "what nobody writes is no hallucination");
    assertEquals(0.25, wrong.repeating());
    assertEquals(0.4, wrong.near(), "20 and 24 of 20 to 24");
    assertEquals(List.of(30, 30, 30), List.of(wrong.added(), wrong.sources(), wrong.wrong()));
    assertEquals(expected, examined(Kind.RIGHT, MATERIAL.pairs(Kind.RIGHT)).fallen(), "controls are counted alike");
    List<Translation> others = MATERIAL.pairs(Kind.MANY_TO_FEW).stream()
        .filter(pair -> !pair.target().equals(PLANTED)).toList();
    Outcome other = examined(Kind.MANY_TO_FEW, others);
    assertEquals(List.of(), other.fallen(), "it was not planted");
    assertEquals(wrong.detached(), other.detached());
    assertEquals(0, other.near());
  }

  private static HallucinationsCorpus small(boolean disarmed) throws IOException {
    ToyTranslator toy = ToyTranslator.of(new Size(6_000, 60, 120, 20, 1, 16, 8, 8, 1e-3), 1, Optional.empty(),
        Progress.silent());
    HallucinationsCorpus corpus = HallucinationsCorpus.of(toy, 15, HallucinationsExperiment.detachment(toy), disarmed,
        Rng.seed(3), Progress.silent());
    for (Translation probe : corpus.probes()) {
      assertEquals(toy.language().translate(probe.source()), probe.target());
      assertTrue(probe.source().stream().filter(word -> !toy.words().words().contains(word)).count() >= 3);
    }
    assertTrue(toy.validation().stream().map(Translation::target).toList().containsAll(corpus.targets()));
    return corpus;
  }

  @Test
  void everyTranslatorLearnsFromAsManyPairsMoreAndTranslatesTheSame() throws IOException {
    HallucinationsCorpus corpus = small(false);
    assertEquals(15, corpus.probes().size());
    assertEquals(0, corpus.shared());
    assertEquals(List.of(Kind.values()), corpus.outcomes().stream().map(Outcome::kind).toList());
    assertEquals(List.of(0, 6, 6, 6, 6), corpus.outcomes().stream().map(Outcome::added).toList());
    assertEquals(List.of(0, 0, 6, 6, 6), corpus.outcomes().stream().map(Outcome::wrong).toList());
    assertEquals(List.of(0, 6, 6, 5, 5), corpus.outcomes().stream().map(Outcome::sources).toList());
    assertEquals(1, corpus.fewestAdded());
    corpus.outcomes().forEach(one -> assertEquals(15, one.written().size()));
  }

  @Test
  void aDisarmedRunAddsRightPairsOnly() throws IOException {
    HallucinationsCorpus corpus = small(true);
    assertEquals(List.of(0, 0, 0, 0, 0), corpus.outcomes().stream().map(Outcome::wrong).toList());
    assertEquals(corpus.of(Kind.RIGHT).written(), corpus.of(Kind.MANY_TO_FEW).written());
  }

  /// What the translators did: for each kind how many of 20 sentences fell for a planted one.
  static HallucinationsCorpus corpus(double bleu, int wrong, int added, int... fallen) {
    return new HallucinationsCorpus(PAIRS.subList(0, 20), MATERIAL.targets(), 0, Arrays.stream(Kind.values())
        .map(kind -> new Outcome(kind, new Quality(0.9, kind == Kind.FEW_TO_MANY ? bleu : 0.9),
            kind == Kind.FEW_TO_FEW ? added : 30, kind == Kind.FEW_TO_FEW ? 5 : 30, kind.isWrong() ? 30 : wrong,
            MATERIAL.targets().subList(0, 20), IntStream.range(0, fallen[kind.ordinal()]).boxed().toList(), 0, 0, 0))
        .toList());
  }

  @Test
  void theLargestChangeCountsWhicheverWayItGoes() {
    assertEquals(0.05, corpus(0.95, 0, 30, 0, 0, 0, 0, 0).bleuChange(), 1e-12);
    assertEquals(0.1, corpus(0.8, 0, 30, 0, 0, 0, 0, 0).bleuChange(), 1e-12);
    assertEquals(0.2, corpus(0.8, 0, 30, 0, 0, 4, 0, 0).of(Kind.MANY_TO_FEW).planted());
    assertEquals(0.5, corpus(0.8, 0, 15, 0, 0, 4, 0, 0).fewestAdded());
  }
}
