package scrutable.nn.data.published;

/// The part of a published data set: what may be learned from, and what only judges.
public enum Split {
  TRAIN,
  TEST
}
