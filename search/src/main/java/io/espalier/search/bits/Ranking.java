// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.ProgressListener;
import io.espalier.base.parallel.InParallel;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.Graph;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.search.bits.Descent.Move;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What each layer costs alone in each form: noise over signal of the outputs, the other layers being float. Where that says nothing, the weights do: outliers,
 * which kurtosis counts, are expensive in few bits.
 */
final class Ranking {
    private static final int EXAMPLES = 256;

    /** A share of the model's weights that is as good as free. */
    private static final double SMALL = 0.02;

    /** From here on a layer is near the output. */
    private static final double LATE = 0.75;

    private static final double LEAST_NOISE = 1e-9;

    private final Map<Layer, Map<Method, Double>> noise;
    private final long elements;

    private Ranking(Map<Layer, Map<Method, Double>> noise) {
        this.noise = noise;
        this.elements =
                Math.max(1, noise.keySet().stream().mapToLong(Layer::elements).sum());
    }

    /** By how much the loss is expected to rise, as it bends, in place of measured noise. */
    static Ranking of(Curvature curvature, List<Layer> layers, Family family) {
        Map<Layer, Map<Method, Double>> rises = new LinkedHashMap<>();
        for (Layer layer : layers) {
            Map<Method, Double> ofLayer = new LinkedHashMap<>(Map.of(Method.NONE, 0.0));
            family.forms().forEach(form -> ofLayer.put(form, curvature.rise(layer, WeightChange.of(form))));
            rises.put(layer, ofLayer);
        }
        return new Ranking(rises);
    }

    /** Measures each layer in each form of a family, behind cached activations of the float graph. */
    static Ranking measure(
            NumbersSearch.Request request, Workbench bench, List<Layer> layers, Family family, Algorithms algorithms) {
        Dataset all = bench.judge().examples();
        Dataset some = all.sample(Math.min(EXAMPLES, all.size()));
        // equalization changes all layers, so that nothing could be cut
        Algorithms local =
                new Algorithms(false, algorithms.gptq(), algorithms.biasCorrection(), algorithms.calibration());
        List<Supplier<Graph>> variants = new ArrayList<>();
        List<Layer> ofLayers = new ArrayList<>();
        List<Method> ofMethods = new ArrayList<>();
        Graph whole = Sensitivity.optimized(request.original());
        variants.add(() -> whole);
        for (Layer layer : layers) {
            for (Method method : family.forms()) {
                if (method != Method.NONE) {
                    Recipe recipe = local.in(family.alone(layer, method));
                    variants.add(() -> bench.quantizer().withRecipe(recipe).quantize(request.original()));
                    ofLayers.add(layer);
                    ofMethods.add(method);
                }
            }
        }
        request.listener().trying("each of " + layers.size() + " layers alone");
        List<Map<String, Predictions>> answers = VariantPass.of(whole, some, request.options())
                .run(
                        InParallel.all("making the variants", request.options().threads(), variants),
                        ProgressListener.NONE);
        Judge judge = new Judge(request.tasks(), some, request.labelled(), answers.get(0));
        Map<Layer, Map<Method, Double>> noise = new LinkedHashMap<>();
        layers.forEach(layer -> noise.put(layer, new LinkedHashMap<>(Map.of(Method.NONE, 0.0))));
        for (int index = 0; index < ofLayers.size(); index++) {
            double found = judge.judge(answers.get(index + 1)).noise();
            noise.computeIfAbsent(ofLayers.get(index), first -> new LinkedHashMap<>())
                    .put(ofMethods.get(index), found);
        }
        return new Ranking(noise);
    }

    /** The noise of a layer in a form; more for layers with outliers where it is too small to be told. */
    double noise(Layer layer, Method method) {
        double measured = noise.getOrDefault(layer, Map.of()).getOrDefault(method, 0.0);
        return measured + (method == Method.NONE ? 0 : LEAST_NOISE * Math.max(1, layer.kurtosis()));
    }

    /** Steps down from a choice, the most bytes for the least noise first. */
    List<Move> descents(Choice choice, Family family) {
        List<Move> moves = new ArrayList<>();
        for (Layer layer : noise.keySet()) {
            Method now = choice.of(layer);
            for (Method to : family.below(now)) {
                double saved = bytes(layer, now) - bytes(layer, to);
                if (saved > 0) {
                    double added = Math.max(LEAST_NOISE, noise(layer, to) - noise(layer, now));
                    moves.add(new Move(layer, now, to, saved / added));
                }
            }
        }
        moves.sort(Move.BEST_FIRST);
        return List.copyOf(moves);
    }

    /** Steps up from a choice, one form for each layer, the least bytes for the most noise first; before them small layers near the output. */
    List<Move> protections(Choice choice, Family family) {
        List<Move> free = new ArrayList<>();
        List<Move> moves = new ArrayList<>();
        for (Layer layer : noise.keySet()) {
            Method now = choice.of(layer);
            List<Method> above = family.above(now);
            if (above.isEmpty()) {
                continue;
            }
            Method to = above.get(0);
            double removed = Math.max(0, noise(layer, now) - noise(layer, to));
            Move move = new Move(layer, now, to, removed / Math.max(1, bytes(layer, to) - bytes(layer, now)));
            boolean isFree = layer.position() >= LATE && layer.elements() <= SMALL * elements;
            (isFree ? free : moves).add(move);
        }
        free.sort(Move.BEST_FIRST);
        moves.sort(Move.BEST_FIRST);
        free.addAll(moves);
        return List.copyOf(free);
    }

    /** About what the weights of a layer take. */
    static double bytes(Layer layer, Method method) {
        int bits = switch (method) {
            case NONE -> 32;
            case FLOAT16 -> 16;
            case DYNAMIC, WEIGHT_ONLY_INT8, INT8, INT16X8 -> 8;
            case WEIGHT_ONLY_INT4, INT8X4 -> 4;
        };
        return layer.elements() * bits / 8.0;
    }
}
