package scrutable.lessons.modalities.policies;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.DataSets;
import scrutable.nn.data.published.Split;
import scrutable.nn.reinforcement.Catch;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What the game is played on, and by how much a pixel of it may change.
///
/// @param size     the side of a board in pixels
/// @param toLearn  boards to learn on
/// @param toJudge  boards for the games that are judged and attacked
/// @param pictured whether there are pictures behind the game
/// @param shared   pictures that are behind games of both kinds
/// @param budgets  of the budgets of the trials the largest at which random signs cost next to nothing
record PoliciesBoards(int size, Board toLearn, Board toJudge, boolean pictured, int shared,
    Map<PoliciesPlayer, Double> budgets) {
  private static final int SIZE = 8;

  /// Gives games, to be played side by side.
  interface Board {
    Catch games(int count, Rng rng);
  }

  double budget(PoliciesPlayer player) {
    return budgets.get(player);
  }

  /// Of one colour, drawn anew for every game.
  static PoliciesBoards grey() {
    Board grey = (count, rng) -> Catch.onGrey(count, SIZE, SIZE, rng);
    return new PoliciesBoards(SIZE, grey, grey, false, 0,
        Map.of(PoliciesPlayer.DOUBLE_Q, 0.02, PoliciesPlayer.REINFORCE, 0.01));
  }

  /// The middle of photographs, grey and so dark that a ball can be brighter; other ones to judge than to learn on.
  static PoliciesBoards photographs(Progress progress) throws IOException {
    Dataset toLearn = middles(Split.TRAIN, progress);
    Dataset toJudge = middles(Split.TEST, progress);
    return new PoliciesBoards(SIZE, (count, rng) -> Catch.onPictures(count, toLearn.inputs(), rng),
        (count, rng) -> Catch.onPictures(count, toJudge.inputs(), rng), true, toJudge.countSharedWith(toLearn),
        Map.of(PoliciesPlayer.DOUBLE_Q, 0.04, PoliciesPlayer.REINFORCE, 0.04));
  }

  private static Dataset middles(Split split, Progress progress) throws IOException {
    Dataset all = DataSets.load("cifar10", split, DataLocations.fromEnvironment(), progress);
    int from = (all.inputs().size(2) - SIZE) / 2;
    Tensor middles = all.inputs().slice(2, from, from + SIZE).slice(3, from, from + SIZE).mean(true, 1);
    return all.withInputs(middles.mul(1 - Catch.BRIGHTNESS).clamp(0, 1 - Catch.BRIGHTNESS));
  }
}
