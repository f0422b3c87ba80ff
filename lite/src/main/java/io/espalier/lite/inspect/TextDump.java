// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.inspect;

import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Quantization;
import io.espalier.lite.Quantization.Details;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.kernels.MultiplyAccumulates;
import io.espalier.lite.sparse.WeightValues;
import io.espalier.lite.targets.Finding;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/**
 * The text for people. Its grammar is the TFLite Analyzer's: {@code Op#0 CONV_2D(T#0, T#1, T#2) -> [T#5]}, then
 * {@code T#0(name) shape:[1, 8], type:FLOAT32}, then the sizes.
 */
final class TextDump {

    private static final String RULE = "-".repeat(63) + "\n";
    private static final int SCALES_SHOWN = 3;

    private final Inspection inspection;
    private final Graph graph;
    private final StringBuilder out = new StringBuilder();

    TextDump(Inspection inspection) {
        this.inspection = inspection;
        this.graph = inspection.graph();
    }

    String text() {
        out.append("=== ").append(inspection.name()).append(" ===\n");
        if (!graph.description().isEmpty()) {
            out.append(graph.description()).append('\n');
        }
        out.append('\n');
        for (int index = 0; index < graph.subgraphs().size(); index++) {
            subgraph(index, graph.subgraphs().get(index));
        }
        signatures();
        metadata();
        targets();
        out.append(RULE);
        sizes();
        return out.toString();
    }

    private void subgraph(int index, Subgraph subgraph) {
        out.append("Subgraph#").append(index).append(' ').append(subgraph.name());
        arrow(subgraph.inputs(), subgraph.outputs()).append('\n');
        for (int number = 0; number < subgraph.operators().size(); number++) {
            out.append("  Op#").append(number).append(' ');
            operator(subgraph, subgraph.operators().get(number));
        }
        out.append("\nTensors of Subgraph#").append(index).append('\n');
        for (int number = 0; number < subgraph.tensors().size(); number++) {
            out.append("  T#").append(number);
            tensor(subgraph.tensor(number));
        }
        out.append('\n');
    }

    private void operator(Subgraph subgraph, Operator operator) {
        out.append(operator.code().name());
        arrow(operator.inputs(), operator.outputs());
        out.append(", version:").append(operator.code().version());
        for (Map.Entry<String, String> option : inspection.options(operator).entrySet()) {
            out.append(", ").append(option.getKey()).append(':').append(option.getValue());
        }
        if (!operator.customOptions().isEmpty()) {
            out.append(", custom options:")
                    .append(operator.customOptions().size())
                    .append(" bytes");
        }
        long weights = inspection.weightBytes(subgraph, operator);
        if (weights > 0) {
            out.append(", weights:").append(weights).append(" bytes");
        }
        long multiplyAccumulates = MultiplyAccumulates.of(subgraph, operator);
        if (multiplyAccumulates > 0) {
            out.append(", MACs:").append(multiplyAccumulates);
        }
        out.append('\n');
    }

    private StringBuilder arrow(Ints inputs, Ints outputs) {
        out.append('(');
        tensors(inputs).append(") -> [");
        return tensors(outputs).append(']');
    }

    private StringBuilder tensors(Ints indices) {
        for (int position = 0; position < indices.size(); position++) {
            out.append(position == 0 ? "T#" : ", T#").append(indices.get(position));
        }
        return out;
    }

    private void tensor(Tensor tensor) {
        out.append('(').append(tensor.name()).append(')');
        if (tensor.shapeSignature().isEmpty()) {
            out.append(" shape:").append(tensor.shape());
        } else {
            out.append(" shape_signature:").append(tensor.shapeSignature());
        }
        out.append(", type:").append(tensor.type());
        if (tensor.isVariable()) {
            out.append(" variable");
        }
        if (!tensor.buffer().isEmpty()) {
            out.append(" RO ").append(tensor.buffer().size()).append(" bytes");
        }
        if (tensor.externalBuffer() != 0) {
            out.append(" external buffer ").append(tensor.externalBuffer());
        }
        quantization(tensor.quantization());
        tensor.sparsity()
                .ifPresent(sparsity -> out.append(", sparse, traversal order:")
                        .append(sparsity.traversalOrder())
                        .append(", indices:")
                        .append(sparsity.indexBytes())
                        .append(" bytes"));
        WeightValues.of(tensor).ifPresent(this::values);
        out.append('\n');
    }

    private void values(WeightValues values) {
        out.append(", sparsity:")
                .append(percent(values.zeros(), values.elements()))
                .append(" %, distinct values:");
        out.append(values.distinct());
    }

    private void quantization(Quantization quantization) {
        int scales = quantization.scales().size();
        if (scales == 1) {
            out.append(", scale:").append(quantization.scales().get(0));
        } else if (scales > 1) {
            out.append(", scale:[");
            for (int channel = 0; channel < Math.min(scales, SCALES_SHOWN); channel++) {
                out.append(channel == 0 ? "" : ", ")
                        .append(quantization.scales().get(channel));
            }
            out.append(scales > SCALES_SHOWN ? ", ...]" : "]");
            out.append(" of ").append(scales).append(" channels in dimension ");
            out.append(quantization.quantizedDimension());
        }
        if (!quantization.zeroPoints().isEmpty()) {
            long[] different =
                    quantization.zeroPoints().stream().distinct().limit(2).toArray();
            out.append(", zero_point:").append(different[0]).append(different.length > 1 ? ", ..." : "");
        }
        if (quantization.details() instanceof Details.Blockwise blockwise) {
            out.append(", scales in T#").append(blockwise.scales());
            if (blockwise.zeroPoints() != Details.Blockwise.NO_ZERO_POINTS) {
                out.append(", zero points in T#").append(blockwise.zeroPoints());
            }
            out.append(", blocks of ").append(blockwise.blockSize());
        } else if (quantization.details() instanceof Details.Custom custom) {
            out.append(", custom quantization:").append(custom.bytes().size()).append(" bytes");
        }
    }

    private void signatures() {
        for (int index = 0; index < graph.signatures().size(); index++) {
            Signature signature = graph.signatures().get(index);
            out.append("Signature#")
                    .append(index)
                    .append(" key: '")
                    .append(signature.key())
                    .append("'\n");
            out.append("- Subgraph: Subgraph#").append(signature.subgraph()).append('\n');
            named("- Inputs:", signature.inputs());
            named("- Outputs:", signature.outputs());
            out.append('\n');
        }
    }

    private void named(String title, List<NamedTensor> tensors) {
        out.append(title).append('\n');
        for (NamedTensor named : tensors) {
            out.append("    '")
                    .append(named.name())
                    .append("' : T#")
                    .append(named.tensor())
                    .append('\n');
        }
    }

    private void metadata() {
        if (graph.metadata().isEmpty()) {
            return;
        }
        DeploymentText deployment = new DeploymentText(graph);
        out.append("Metadata\n");
        for (Metadata entry : graph.metadata()) {
            out.append("  ").append(entry.name()).append(": ");
            out.append(MetadataText.of(entry).orElse(entry.buffer().size() + " bytes"));
            out.append('\n');
            if (entry.name().equals(Metadata.DEPLOYMENT)) {
                out.append(deployment.lines());
            }
        }
        out.append('\n');
    }

    private void targets() {
        out.append("Would it run there?\n");
        for (Target target : Target.values()) {
            List<Finding> findings = target.findings(graph);
            Verdict verdict = Verdict.of(findings);
            out.append("  ").append(target.title()).append(": ").append(verdict.text());
            if (!findings.isEmpty()) {
                new FindingText(graph, verdict, findings).appendTo(out);
            }
            out.append('\n');
        }
        out.append('\n');
    }

    private void sizes() {
        size("Model size", inspection.modelBytes()).append('\n');
        share("Non-data buffer size", inspection.nonDataBytes());
        share("Total data buffer size", inspection.dataBytes());
        share("(Zero value buffers)", inspection.zeroBytes());
        share("Weights in total", inspection.weightBytes());
        right("MACs of one run", 26).append(':');
        right(Long.toString(inspection.multiplyAccumulates()), 11).append('\n');
    }

    private StringBuilder size(String title, long bytes) {
        right(title, 26).append(':');
        return right(Long.toString(bytes), 11).append(" bytes");
    }

    private void share(String title, long bytes) {
        size(title, bytes).append(" (");
        right(percent(bytes, inspection.modelBytes()), 5).append(" %)\n");
    }

    private static String percent(long part, long whole) {
        return BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private StringBuilder right(String text, int width) {
        return out.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }
}
