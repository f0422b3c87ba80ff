// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Operator;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.HybridKernel;
import io.espalier.lite.operator.Operand;
import io.espalier.lite.operator.OperatorSpec;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.operator.StoredWeight;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An operand of an operator that holds weights, as its row of the operator table says. */
record WeightOperand(OperatorSpec row, StoredWeight place, Tensor tensor) {
    /** Those of an operator that are there. */
    static List<WeightOperand> all(Subgraph subgraph, Operator operator) {
        OperatorSpec row = OperatorTable.of(operator);
        return row.storedWeights().stream()
                .filter(place -> operator.hasInput(place.position()))
                .map(place -> new WeightOperand(
                        row, place, subgraph.tensor(operator.inputs().get(place.position()))))
                .filter(WeightOperand::hasItsRank)
                .toList();
    }

    /** The one at a position; empty where the operand is something else. */
    static Optional<WeightOperand> at(Subgraph subgraph, Operator operator, int position) {
        return all(subgraph, operator).stream()
                .filter(weights -> weights.place().position() == position)
                .findFirst();
    }

    /** Why none of an operator's weights is stored in fewer bits, where none is. */
    static String obstacle(Subgraph subgraph, Operator operator, WeightOptions options) {
        List<WeightOperand> all = all(subgraph, operator);
        if (all.isEmpty()) {
            return "it has no weights";
        }
        List<WeightOperand> storable =
                all.stream().filter(WeightOperand::isStorable).toList();
        if (storable.isEmpty()) {
            return "its weights are computed, or not dense float32";
        }
        return storable.stream().anyMatch(weights -> weights.pays(options))
                ? "its kernel does not support such weights in int8"
                : String.format(
                        Locale.US,
                        "its weights have fewer than %,d elements (least_elements)",
                        options.leastElements());
    }

    // The older basic LSTM has other operands at the same places.
    private boolean hasItsRank() {
        int rank = tensor.shape().size();
        return row.inputs().get(place.position()) instanceof Operand.Weight weight
                ? rank == weight.rank()
                : place.channelAxis().orElse(ConstantEncoding.PER_TENSOR) < rank;
    }

    /** Whether they have enough elements for quantization to pay off. */
    boolean pays(WeightOptions options) {
        return tensor.elements() >= options.leastElements();
    }

    /** Whether they are float32 in the file, so that they can be stored in another form. */
    boolean isStorable() {
        return tensor.type() == TensorType.FLOAT32
                && !tensor.buffer().isEmpty()
                && tensor.sparsity().isEmpty()
                && !tensor.isVariable();
    }

    /** These weights as integers that a DEQUANTIZE makes float32 of again; it takes any number of scales. */
    ConstantEncoding dequantized(TensorType type, Granularity granularity) {
        return new ConstantEncoding(type, axis(granularity), true);
    }

    /** These weights in int8 with as many scales as the kernel takes. */
    ConstantEncoding hybrid(HybridKernel kernel, Granularity granularity) {
        int axis = kernel.perChannelVersion().isEmpty()
                ? ConstantEncoding.PER_TENSOR
                : axis(kernel.perChannelOnly() ? Granularity.PER_CHANNEL : granularity);
        return new ConstantEncoding(TensorType.INT8, axis, false);
    }

    /** These weights in int4 with a scale for each channel, the only form of it that kernels take. */
    ConstantEncoding hybridInt4() {
        return new ConstantEncoding(TensorType.INT4, axis(Granularity.PER_CHANNEL), false);
    }

    private int axis(Granularity granularity) {
        return granularity.isPerChannel(row.operator())
                ? place.channelAxis().orElse(ConstantEncoding.PER_TENSOR)
                : ConstantEncoding.PER_TENSOR;
    }
}
