// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.recipe.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which algorithms find the integers: tried before bytes are spent, with the fewest bits for the largest layers, which will have them if any do, and
 * where algorithms matter most.
 */
final class AlgorithmChoice {
    private final Workbench bench;
    private final List<Layer> layers;
    private final Family family;
    private final List<Algorithms> candidates;

    AlgorithmChoice(Workbench bench, List<Layer> layers, Family family, List<Algorithms> candidates) {
        this.bench = bench;
        this.layers = layers;
        this.family = family;
        this.candidates = candidates;
    }

    /** The same numbers with the algorithms of least noise. */
    Trial from(Trial first) {
        if (!bench.isCalibrated()) {
            return first;
        }
        Method fewest = family.forms().get(family.forms().size() - 1);
        Choice probe = first.choice().with(largest(), fewest);
        String probed = fewest == family.base() ? "" : " (the largest layers in the fewest bits)";
        Optional<Trial> best = least(probe, probed, candidates, Optional.empty());
        if (best.isPresent() && probe.recipe().takesCalibration()) {
            best = least(probe, probed, best.get().choice().algorithms().calibrations(), best);
        }
        return best.flatMap(trial -> bench.trial(
                        "all layers " + family.base().id() + ", "
                                + trial.choice().algorithms(),
                        first.choice().with(trial.choice().algorithms())))
                .orElse(first);
    }

    /** Those that hold half of the weights. */
    private List<Layer> largest() {
        List<Layer> bySize = layers.stream()
                .sorted(Comparator.comparingLong(Layer::elements).reversed())
                .toList();
        long half = layers.stream().mapToLong(Layer::elements).sum() / 2;
        List<Layer> largest = new ArrayList<>();
        long held = 0;
        for (Layer layer : bySize) {
            if (held >= half) {
                break;
            }
            largest.add(layer);
            held += layer.elements();
        }
        return largest;
    }

    private Optional<Trial> least(Choice probe, String probed, List<Algorithms> candidates, Optional<Trial> before) {
        Optional<Trial> best = before;
        for (Algorithms algorithms : candidates) {
            String what = "algorithms: " + algorithms;
            Optional<Trial> trial = bench.trial(what, probe.with(algorithms));
            if (trial.isPresent()) {
                boolean better = best.isEmpty()
                        || trial.get().judgement().noise()
                                < best.get().judgement().noise();
                bench.decide(what + probed, trial.get(), better);
                best = better ? trial : best;
            }
        }
        return best;
    }

    /** The same file with other algorithms where that is no larger and has less noise. */
    Trial polished(Trial found, Predicate<Trial> holds) {
        Trial best = found;
        if (!bench.isCalibrated()) {
            return best;
        }
        for (Algorithms algorithms : candidates) {
            Optional<Trial> trial =
                    bench.trial("algorithms: " + algorithms, found.choice().with(algorithms));
            if (trial.isPresent() && !algorithms.equals(found.choice().algorithms())) {
                boolean better = holds.test(trial.get()) && trial.get().isBetterThan(best);
                bench.decide("algorithms, with the numbers found: " + algorithms, trial.get(), better);
                best = better ? trial.get() : best;
            }
        }
        return best;
    }
}
