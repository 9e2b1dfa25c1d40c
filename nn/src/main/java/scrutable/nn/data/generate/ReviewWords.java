package scrutable.nn.data.generate;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The words of [Reviews]: forty sets of five synonyms, and what each opinion word says.
final class ReviewWords {
  /// The sets by name; within a set, the most frequent word comes first.
  static final Map<String, List<String>> SETS = sets("""
      FILM       movie film picture flick feature
      CAST       actors cast performers players leads
      PLOT       plot story tale narrative storyline
      MUSIC      music score soundtrack melody theme
      ENDING     ending finale conclusion climax close
      DIALOGUE   dialogue script writing screenplay text
      CAMERA     camerawork photography cinematography lighting imagery
      PACE       pace rhythm tempo speed flow
      SETTING    setting scenery backdrop location landscape
      HERO       hero lead protagonist heroine star
      DIRECTOR   director filmmaker maker author creator
      VERY       really very truly quite deeply
      FRIENDS    friends neighbours colleagues classmates cousins
      CRITICS    critics reviewers papers journalists columnists
      EVENING    evening night weekend afternoon season
      PART       part section stretch portion segment
      SCENE      scene moment shot minute sequence
      HONESTLY   honestly frankly clearly plainly obviously
      +GOOD      good great fine terrific swell
      +SUPERB    wonderful superb marvellous splendid glorious
      +AMUSING   entertaining amusing enjoyable diverting engaging
      +MOVING    moving touching stirring affecting poignant
      +CLEVER    clever smart witty ingenious inventive
      +PRETTY    beautiful lovely gorgeous stunning handsome
      +THRILLING exciting thrilling gripping riveting electrifying
      +CHARMING  charming delightful pleasant winning endearing
      -BAD       bad poor lousy rotten shoddy
      -AWFUL     terrible awful dreadful horrible atrocious
      -BORING    boring dull tedious tiresome dreary
      -STUPID    stupid silly foolish inane mindless
      -UGLY      ugly drab hideous unsightly garish
      -STALE     predictable stale hackneyed trite formulaic
      -ANNOYING  annoying irritating grating maddening vexing
      -CLUMSY    clumsy awkward inept bungled ham-fisted
      +LIKED     liked loved enjoyed adored relished
      +PRAISED   praised admired applauded respected cherished
      -HATED     hated disliked loathed detested despised
      -REGRETTED regretted resented bemoaned deplored scorned
      +LIKE      like love enjoy adore relish
      -HATE      hate dislike loathe detest despise
      """);

  /// What can be said something about.
  static final List<String> ASPECTS =
      List.of("PLOT", "MUSIC", "ENDING", "DIALOGUE", "CAMERA", "PACE", "SETTING", "HERO");
  private static final List<String> VERBS = List.of("+LIKED", "+PRAISED", "-HATED", "-REGRETTED", "+LIKE", "-HATE");

  /// Words that turn an opinion round.
  static final Set<String> NEGATORS =
      Set.of("not", "wasn't", "nothing", "nobody", "never", "no", "hardly");

  /// 1 or -1 for every word that expresses an opinion.
  static final Map<String, Integer> OPINIONS = opinions();

  private static final List<String> PRAISING = adjectives("+");
  private static final List<String> BLAMING = adjectives("-");
  private static final Map<String, List<String>> SET_OF = setOf();

  private ReviewWords() {}

  private static Map<String, List<String>> sets(String table) {
    Map<String, List<String>> sets = new LinkedHashMap<>();
    table.lines().forEach(line -> {
      List<String> fields = List.of(line.strip().split(" +"));
      sets.put(fields.getFirst(), fields.subList(1, fields.size()));
    });
    return sets;
  }

  private static Map<String, Integer> opinions() {
    Map<String, Integer> opinions = new HashMap<>(Map.of("best", 1, "worst", -1, "joy", 1, "waste", -1));
    SETS.forEach((name, set) -> {
      if (name.startsWith("+") || name.startsWith("-")) {
        set.forEach(word -> opinions.put(word, name.startsWith("+") ? 1 : -1));
      }
    });
    return opinions;
  }

  private static Map<String, List<String>> setOf() {
    Map<String, List<String>> result = new HashMap<>();
    SETS.values().forEach(set -> set.forEach(word -> result.put(word, set)));
    return result;
  }

  /// The synonyms of a word, itself among them; a list of the word alone if it has none.
  static List<String> synonyms(String word) {
    return SET_OF.getOrDefault(word, List.of(word));
  }

  /// Which gaps a word of a set of opinions fits into: `adjective`, `past` or `base`.
  static String classOf(String opinionWord) {
    List<String> set = SET_OF.get(opinionWord);
    if (set.equals(SETS.get(baseVerbs(1))) || set.equals(SETS.get(baseVerbs(-1)))) {
      return "base";
    }
    return VERBS.stream().anyMatch(name -> SETS.get(name).equals(set)) ? "past" : "adjective";
  }

  private static List<String> adjectives(String sign) {
    return SETS.keySet().stream().filter(name -> name.startsWith(sign) && !VERBS.contains(name)).toList();
  }

  /// The names of the sets of adjectives of one opinion, 1 or -1.
  static List<String> adjectives(int opinion) {
    return opinion > 0 ? PRAISING : BLAMING;
  }

  /// The names of the sets of verbs in the past, of one opinion.
  static List<String> verbs(int opinion) {
    return opinion > 0 ? List.of("+LIKED", "+PRAISED") : List.of("-HATED", "-REGRETTED");
  }

  /// The name of the set of verbs in their base form, of one opinion.
  static String baseVerbs(int opinion) {
    return opinion > 0 ? "+LIKE" : "-HATE";
  }
}
