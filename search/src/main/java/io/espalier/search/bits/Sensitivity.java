// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Tasks;
import io.espalier.experiment.statistics.Gzip;
import io.espalier.lite.Graph;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.search.SearchException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
     * @param bytes that the file has less than the float one; for pruned layers, whose zeros take as many bytes as other numbers, after gzip
     */
    public record Row(Layer layer, Form form, Judgement judgement, long bytes) {}

    /**
     * What is measured.
     *
     * @param original the float graph as it was read
     * @param tasks of the outputs that are judged
     * @param labelled whether the examples have labels
     * @param calibration what ranges of int8 activations come from
     */
    public record Request(
            Graph original,
            Tasks tasks,
            Dataset examples,
            boolean labelled,
            RepresentativeData calibration,
            List<Form> forms,
            InterpreterOptions options) {
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
        Quantizer quantizer = Quantizer.of(Recipe.of(Method.NONE)).withRememberedCalibration(request.calibration());
        List<Graph> variants = variants(graph, request.forms(), quantizer);
        Map<String, Predictions> floats = Inference.predictAll(
                TfliteModel.of("the float model", graph), request.examples(), request.options(), ProgressListener.NONE);
        Judge judge = new Judge(request.tasks(), request.examples(), request.labelled(), floats);
        List<Map<String, Predictions>> answers =
                VariantPass.of(graph, request.examples(), request.options()).run(variants, progress);
        List<Row> rows = new ArrayList<>();
        long size = GraphWriter.size(graph);
        long packed = packed(graph);
        for (Layer layer : layers) {
            for (Form form : request.forms()) {
                int place = rows.size();
                Graph variant = variants.get(place);
                long bytes = form == Form.INT8 || form == Form.INT4
                        ? size - GraphWriter.size(variant)
                        : packed - packed(variant);
                rows.add(new Row(layer, form, judge.judge(answers.get(place)), bytes));
            }
        }
        return new Sensitivity(graph, judge.judge(floats), rows);
    }

    private static long packed(Graph graph) {
        return Gzip.size(ByteBuffer.wrap(GraphWriter.toBytes(graph)));
    }

    /**
     * Each layer alone in each form, layer by layer.
     *
     * @param graph optimized, in float
     * @param quantizer with calibration data
     */
    public static List<Graph> variants(Graph graph, List<Form> forms, Quantizer quantizer) {
        List<Graph> variants = new ArrayList<>();
        for (Layer layer : Layer.of(graph, graph)) {
            for (Form form : forms) {
                variants.add(form.of(graph, layer, quantizer));
            }
        }
        return variants;
    }

    /** The graph as the quantizer takes it apart: rewritten, and in float. */
    public static Graph optimized(Graph original) {
        return Quantizer.of(Recipe.of(Method.NONE)).quantize(original);
    }
}
