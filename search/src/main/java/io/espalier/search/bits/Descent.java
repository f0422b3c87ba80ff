// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.recipe.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The search within one family of numbers: algorithms, protections where the budget asks for them, then down, then the audit. */
final class Descent {
    /** After the moves of so many layers failed in a row those to come, which cost more, are not tried. */
    private static final int MOST_FAILURES = 3;

    private final NumbersSearch.Request request;
    private final Workbench bench;
    private final List<Layer> layers;
    private final Family family;
    private final Optional<Curvature> curvature;
    private final AlgorithmChoice algorithms;
    private Trial nearest;

    /**
     * @param first all layers as the family begins
     * @param curvature ranks layers, if it is there; else they are measured
     * @param candidates algorithms that may find the integers
     */
    Descent(
            NumbersSearch.Request request,
            Workbench bench,
            List<Layer> layers,
            Family family,
            Trial first,
            Optional<Curvature> curvature,
            List<Algorithms> candidates) {
        this.request = request;
        this.bench = bench;
        this.layers = layers;
        this.family = family;
        this.curvature = curvature;
        this.algorithms = new AlgorithmChoice(bench, layers, family, candidates);
        this.nearest = first;
    }

    /** What came closest to the budget, within it or not. */
    Trial nearest() {
        return nearest;
    }

    /** The file of the family that costs least; empty if none keeps the budget. */
    Optional<Trial> best() {
        Trial first = nearest;
        Trial start = layers.isEmpty() ? first : algorithms.from(first);
        near(start);
        if (!holds(start) && holds(first)) {
            start = first;
        }
        if (layers.isEmpty()) {
            return holds(start) ? Optional.of(start) : Optional.empty();
        }
        Algorithms found = start.choice().algorithms();
        Ranking ranking = curvature
                .map(known -> Ranking.of(known, layers, family))
                .orElseGet(() -> Ranking.measure(request, bench, layers, family, found));
        if (!holds(start)) {
            start = protectedBy(ranking, start);
            if (!holds(start)) {
                return Optional.empty();
            }
        }
        Trial down = descend(ranking, start);
        Trial audited = new Audit(request, bench, layers, family, ranking).of(down);
        return Optional.of(algorithms.polished(audited, this::holds));
    }

    private boolean holds(Trial trial) {
        return request.budget().holds(trial.judgement());
    }

    private void near(Trial trial) {
        if (request.budget().lack(trial.judgement()) < request.budget().lack(nearest.judgement())) {
            nearest = trial;
        }
    }

    /** More bits for more and more layers, those first that bring most for their bytes, until the budget holds. */
    private Trial protectedBy(Ranking ranking, Trial start) {
        Trial current = start;
        List<Move> protections = ranking.protections(start.choice(), family);
        int count = 1;
        for (int from = 0; from < protections.size() && !holds(current); from += count, count *= 2) {
            List<Move> some = protections.subList(from, Math.min(protections.size(), from + count));
            Choice choice = current.choice();
            for (Move move : some) {
                choice = choice.with(move.layer(), move.to());
            }
            String what = "protect " + Move.text(some);
            Optional<Trial> trial = bench.trial(what, choice);
            if (trial.isPresent()) {
                near(trial.get());
                bench.decide(what, trial.get(), true);
                current = trial.get();
            }
        }
        return current;
    }

    private Trial descend(Ranking ranking, Trial start) {
        List<Move> moves = ranking.descents(start.choice(), family);
        Trial current = inBulk(moves, start);
        Set<Layer> failures = new HashSet<>();
        for (Move move : moves) {
            if (failures.size() == MOST_FAILURES) {
                break;
            }
            if (!family.below(current.choice().of(move.layer())).contains(move.to())) {
                continue;
            }
            Optional<Trial> trial = bench.cheaper(move.text(), current.choice().with(move.layer(), move.to()), current);
            if (trial.isPresent()) {
                boolean keeps = holds(trial.get());
                bench.decide(move.text(), trial.get(), keeps);
                if (keeps) {
                    failures.clear();
                    current = trial.get();
                } else {
                    failures.add(move.layer());
                }
            }
        }
        return current;
    }

    /** As many of the moves at once as the budget allows, by halves. */
    private Trial inBulk(List<Move> moves, Trial start) {
        for (int count = moves.size(); count > 1; count /= 2) {
            Choice choice = start.choice();
            List<Move> some = new ArrayList<>();
            for (Move move : moves.subList(0, count)) {
                if (family.below(choice.of(move.layer())).contains(move.to())) {
                    choice = choice.with(move.layer(), move.to());
                    some.add(move);
                }
            }
            String what = Move.text(some);
            Optional<Trial> trial = bench.cheaper(what, choice, start);
            if (trial.isPresent()) {
                boolean keeps = holds(trial.get());
                bench.decide(what, trial.get(), keeps);
                if (keeps) {
                    return trial.get();
                }
            }
        }
        return start;
    }

    /** A layer's change from one form to another. */
    record Move(Layer layer, Method from, Method to, double value) {
        /** The best first; of equals the one nearer to the output. */
        static final Comparator<Move> BEST_FIRST = Comparator.comparingDouble(Move::value)
                .reversed()
                .thenComparing(
                        Comparator.comparingDouble((Move move) -> move.layer().position())
                                .reversed());

        String text() {
            return layer.title() + " " + from.id() + " -> " + to.id();
        }

        static String text(List<Move> moves) {
            return moves.size() == 1
                    ? moves.get(0).text()
                    : moves.size() + " layers at once: "
                            + String.join(
                                    ", ",
                                    moves.stream()
                                            .limit(4)
                                            .map(move -> move.layer().title())
                                            .toList())
                            + (moves.size() > 4 ? " and others" : "") + " -> "
                            + moves.get(0).to().id();
        }
    }
}
