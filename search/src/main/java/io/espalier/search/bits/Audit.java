// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.recipe.Method;
import io.espalier.search.bits.Descent.Move;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A last look at layers that kept many bits: with a few bytes for others, which hold more of the noise for less, they may do without. */
final class Audit {
    private static final int MOST_DEAR = 6;
    private static final int MOST_PROTECTED = 4;

    private final NumbersSearch.Request request;
    private final Workbench bench;
    private final List<Layer> layers;
    private final Family family;
    private final Ranking ranking;

    Audit(NumbersSearch.Request request, Workbench bench, List<Layer> layers, Family family, Ranking ranking) {
        this.request = request;
        this.bench = bench;
        this.layers = layers;
        this.family = family;
        this.ranking = ranking;
    }

    /** A file that costs less, or the given one. */
    Trial of(Trial given) {
        Trial current = given;
        List<Layer> dear = layers.stream()
                .filter(layer -> !family.below(given.choice().of(layer)).isEmpty())
                .sorted(Comparator.comparingDouble((Layer layer) ->
                                Ranking.bytes(layer, given.choice().of(layer)))
                        .reversed())
                .limit(MOST_DEAR)
                .toList();
        for (Layer layer : dear) {
            current = undone(layer, current);
        }
        return current;
    }

    // First with nothing else, then with one protection more at a time.
    private Trial undone(Layer layer, Trial current) {
        Method now = current.choice().of(layer);
        for (Method to : family.below(now)) {
            double room = Ranking.bytes(layer, now) - Ranking.bytes(layer, to);
            Choice choice = current.choice().with(layer, to);
            // Protections cost more yet.
            if (!bench.mayCostLess(choice, current)) {
                continue;
            }
            List<Move> raised = new ArrayList<>();
            List<Move> protections = ranking.protections(current.choice(), family).stream()
                    .filter(move -> !move.layer().equals(layer))
                    .toList();
            for (int count = 0; count <= MOST_PROTECTED; count++) {
                Optional<Trial> trial = bench.cheaper(text(layer, now, to, raised), choice, current);
                if (trial.isPresent()) {
                    boolean keeps = request.budget().holds(trial.get().judgement());
                    bench.decide(text(layer, now, to, raised), trial.get(), keeps);
                    if (keeps) {
                        return trial.get();
                    }
                }
                double left = room;
                Optional<Move> next = protections.stream()
                        .filter(move -> !raised.contains(move) && added(move) < left)
                        .findFirst();
                if (next.isEmpty()) {
                    break;
                }
                raised.add(next.get());
                room -= added(next.get());
                choice = choice.with(next.get().layer(), next.get().to());
            }
        }
        return current;
    }

    private static double added(Move move) {
        return Ranking.bytes(move.layer(), move.to()) - Ranking.bytes(move.layer(), move.from());
    }

    private static String text(Layer layer, Method now, Method to, List<Move> raised) {
        String what = "audit: " + layer.title() + " " + now.id() + " -> " + to.id();
        return raised.isEmpty() ? what : what + " for " + Move.text(raised);
    }
}
