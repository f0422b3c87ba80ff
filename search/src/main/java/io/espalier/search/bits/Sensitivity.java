// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.ProgressListener;
import io.espalier.base.parallel.InParallel;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Tasks;
import io.espalier.experiment.statistics.Gzip;
import io.espalier.lite.Graph;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.search.SearchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How much each layer alone costs in each form, in the real runtime, all other layers being float.
 *
 * @param graph the optimized float graph
 * @param floats how the float graph answers
 * @param rows a row for each layer and form
 */
public record Sensitivity(Graph graph, Judgement floats, List<Row> rows) {
    public Sensitivity {
        rows = List.copyOf(rows);
    }

    /**
     * One layer in one form.
     *
     * @param bytes that the file has less than the float one; for pruned layers, whose zeros take as many bytes as other numbers, those of the weights after gzip
     * @param bend empty where it was not asked for, or the layer has no kernel of a Keras layer that the loss depends on
     */
    public record Row(Layer layer, Form form, Judgement judgement, long bytes, Optional<Bend> bend) {}

    /**
     * What the Hessian of the loss says of a layer.
     *
     * @param trace of the block of the layer's kernels
     * @param error the standard error of the trace, which is an estimate
     * @param rise of the loss that is expected of this form, to the second order, as if weights were rounded at random; activations stay float
     */
    public record Bend(double trace, double error, double rise) {}

    /** Whether a layer's bend is known. */
    public boolean hasHessian() {
        return rows.stream().anyMatch(row -> row.bend().isPresent());
    }

    /** What is to be said of bends that are known so roughly that they say little; empty if there are none. */
    public Optional<String> remark() {
        return Curvature.remarkOn(rows.stream()
                .filter(row -> row.bend()
                        .filter(bend -> HessianTrace.isVague(bend.trace(), bend.error()))
                        .isPresent())
                .map(row -> row.layer().title())
                .distinct()
                .toList());
    }

    /**
     * What is measured.
     *
     * @param original the float graph as it was read
     * @param tasks of the outputs that are judged
     * @param labelled whether the examples have labels
     * @param calibration what ranges of int8 activations come from
     * @param hessian what the Hessian is found by; empty to leave it
     */
    public record Request(
            Graph original,
            Tasks tasks,
            Dataset examples,
            boolean labelled,
            RepresentativeData calibration,
            List<Form> forms,
            InterpreterOptions options,
            Optional<Curvature.Source> hessian) {
        public Request {
            forms = List.copyOf(forms);
        }
    }

    /**
     * Measures all layers in all forms.
     *
     * @param progress counts variants that were run
     * @throws SearchException if the graph has no layer with weights
     * @throws QuantizationException if the graph is quantized already
     */
    public static Sensitivity measure(Request request, ProgressListener progress) {
        Graph graph = optimized(request.original());
        List<Layer> layers = Layer.of(graph, graph);
        if (layers.isEmpty()) {
            throw SearchException.badUse("the model has no layer with weights in float32 that a rule can name");
        }
        Dataset examples = Workbench.inMemory(request.examples());
        Quantizer quantizer = Quantizer.of(Recipe.of(Method.NONE)).withRememberedCalibration(request.calibration());
        List<Graph> variants = new ArrayList<>(List.of(graph));
        variants.addAll(
                variants(graph, request.forms(), quantizer, request.options().threads()));
        List<Map<String, Predictions>> answers =
                VariantPass.of(graph, examples, request.options()).run(variants, progress);
        Judge judge = new Judge(request.tasks(), examples, request.labelled(), answers.get(0));
        Optional<Curvature> curvature = request.hessian()
                .map(source -> Curvature.of(
                        source, request.original(), layers, request.options().threads(), progress));
        List<Row> rows = new ArrayList<>();
        long size = GraphWriter.size(graph);
        for (Layer layer : layers) {
            for (Form form : request.forms()) {
                int place = rows.size() + 1;
                Graph variant = variants.get(place);
                long bytes = form.isPruned()
                        ? packed(graph.main(), layer) - packed(variant.main(), layer)
                        : size - GraphWriter.size(variant);
                rows.add(new Row(layer, form, judge.judge(answers.get(place)), bytes, bend(curvature, layer, form)));
            }
        }
        return new Sensitivity(graph, judge.judge(answers.get(0)), rows);
    }

    private static Optional<Bend> bend(Optional<Curvature> curvature, Layer layer, Form form) {
        return curvature.flatMap(known -> known.trace(layer)
                .map(trace -> new Bend(trace.trace(), trace.error(), known.rise(layer, WeightChange.of(form)))));
    }

    /** What the weights of a layer take after gzip. */
    private static long packed(Subgraph main, Layer layer) {
        return Layer.weights(main, main.operators().get(layer.operator())).stream()
                .mapToLong(weights -> Gzip.size(weights.buffer().asByteBuffer()))
                .sum();
    }

    /**
     * Each layer alone in each form, layer by layer.
     *
     * @param graph optimized, in float
     * @param quantizer with calibration data
     * @param threads that make variants
     */
    public static List<Graph> variants(Graph graph, List<Form> forms, Quantizer quantizer, int threads) {
        List<Supplier<Graph>> variants = new ArrayList<>();
        for (Layer layer : Layer.of(graph, graph)) {
            for (Form form : forms) {
                variants.add(() -> form.of(graph, layer, quantizer));
            }
        }
        return InParallel.all("making the variants", threads, variants);
    }

    /** The graph as the quantizer takes it apart: rewritten, and in float. */
    public static Graph optimized(Graph original) {
        return Quantizer.of(Recipe.of(Method.NONE)).quantize(original);
    }
}
