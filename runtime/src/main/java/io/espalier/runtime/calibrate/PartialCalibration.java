// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.observe.TensorObservation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What some parts of a data set made of each tensor of a model. Parts merge in any order; what they become does not depend on it. Not for
 * several threads at once.
 *
 * @see Calibrator#part
 */
public final class PartialCalibration implements Serializable {
    private static final long serialVersionUID = 1;

    private final int parts;
    private final List<Piece> pieces = new ArrayList<>();

    /** Parts that follow one another, from {@code from} (inclusive) to {@code to} (exclusive). */
    private record Piece(int from, int to, long samples, List<TensorObservation> observations) implements Serializable {
        Piece {
            observations = new ArrayList<>(observations);
        }

        boolean overlaps(Piece other) {
            return from < other.to && other.from < to;
        }

        Piece followedBy(Piece next) {
            for (int i = 0; i < observations.size(); i++) {
                observations.get(i).merge(next.observations.get(i));
            }
            return new Piece(from, next.to, samples + next.samples, observations);
        }

        String name() {
            return to == from + 1 ? String.valueOf(from) : from + " to " + (to - 1);
        }
    }

    private PartialCalibration(int parts) {
        this.parts = parts;
    }

    static PartialCalibration of(int part, int parts, long samples, List<TensorObservation> observations) {
        PartialCalibration partial = new PartialCalibration(parts);
        partial.pieces.add(new Piece(part, part + 1, samples, observations));
        return partial;
    }

    /**
     * Takes in other parts of the same calibration, which must not be used any more.
     *
     * @throws IllegalArgumentException if they belong to another calibration, or a part is in both
     */
    public void merge(PartialCalibration other) {
        for (Piece theirs : other.pieces) {
            if (other.parts != parts || observed() != theirs.observations().size()) {
                throw new IllegalArgumentException("cannot merge a part of " + parts + " that observes " + observed()
                        + " tensors with one of " + other.parts + " that observes "
                        + theirs.observations().size());
            }
            if (pieces.stream().anyMatch(theirs::overlaps)) {
                throw new IllegalArgumentException("part " + theirs.name() + " of " + parts + " is there already");
            }
        }
        pieces.addAll(other.pieces);
        pieces.sort(Comparator.comparingInt(Piece::from));
        joinNeighbours();
    }

    private int observed() {
        return pieces.get(0).observations().size();
    }

    // moving averages depend on the order: only what follows directly is merged
    private void joinNeighbours() {
        for (int i = pieces.size() - 1; i > 0; i--) {
            Piece before = pieces.get(i - 1);
            if (before.to() == pieces.get(i).from()) {
                pieces.set(i - 1, before.followedBy(pieces.remove(i)));
            }
        }
    }

    /**
     * The calibration that all parts add up to.
     *
     * @throws IllegalStateException if parts are missing; names those that are there
     */
    public Calibration calibration() {
        Piece first = pieces.get(0);
        if (first.from() != 0 || first.to() != parts) {
            throw new IllegalStateException("of " + parts + " parts of a calibration, only these are there: "
                    + String.join(", ", pieces.stream().map(Piece::name).toList()));
        }
        return TensorObservation.summarize(first.samples(), first.observations());
    }
}
