// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.evidence;

import io.espalier.data.Dataset;
import io.espalier.experiment.report.Comparison.Layer;
import io.espalier.experiment.report.ReportDetails.Twin;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.inspect.Inspection;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.TfliteModel;
import java.nio.ByteBuffer;
import java.util.Optional;

/** How far the tensors of a quantized file are from those of the float file of the same weights. */
final class TwinErrors {
    private static final int MOST_TENSORS = 60;
    private static final int MOST_EXAMPLES = 64;
    private static final int LEAST_EXAMPLES = 8;
    /** Multiplications of all examples together: a second or two. */
    private static final double MOST_WORK = 2e9;

    private TwinErrors() {}

    /**
     * @param source what the file was made of, with the weights that it has
     * @param name of that model
     * @return empty for a file in float
     */
    static Optional<Twin> of(TfliteModel file, Model source, String name, Dataset examples) {
        if (isFloat(file.graph())) {
            return Optional.empty();
        }
        Graph exact = Converter.of(source).convert();
        TfliteModel twin = TfliteModel.of(name, ByteBuffer.wrap(GraphWriter.toBytes(exact)));
        double work = Math.max(1, new Inspection(name, 0, exact).multiplyAccumulates());
        int count = (int) Math.max(LEAST_EXAMPLES, Math.min(MOST_EXAMPLES, MOST_WORK / work));
        Dataset some = examples.sample(Math.min(count, examples.size()));
        return Optional.of(new Twin(
                name,
                some.size(),
                Inference.layerDeviations(twin, file, some).stream()
                        .limit(MOST_TENSORS)
                        .map(layer -> Layer.of(layer.tensor(), layer.deviation()))
                        .toList()));
    }

    private static boolean isFloat(Graph graph) {
        return graph.subgraphs().stream()
                .flatMap(subgraph -> subgraph.tensors().stream())
                .noneMatch(TwinErrors::isRounded);
    }

    private static boolean isRounded(Tensor tensor) {
        return tensor.quantization().isPresent() || tensor.type() == TensorType.FLOAT16;
    }
}
