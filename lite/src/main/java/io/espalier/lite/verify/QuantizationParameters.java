// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.verify;

import io.espalier.lite.Floats;
import io.espalier.lite.Quantization;
import io.espalier.lite.Quantization.Details;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.function.Consumer;

/**
 * Scales are finite and not negative; a tensor has one, or one for each index of its quantized dimension, and as many zero points or none.
 * Scales of blocks are a constant of the same subgraph, one for each block.
 */
final class QuantizationParameters implements GraphCheck {
    @Override
    public void check(Subgraph subgraph, Consumer<String> report) {
        for (int index = 0; index < subgraph.tensors().size(); index++) {
            Tensor tensor = subgraph.tensor(index);
            Quantization quantization = tensor.quantization();
            int scales = quantization.scales().size();
            int zeroPoints = quantization.zeroPoints().size();
            // Converters of 2019 gave the bias of a depthwise convolution the dimension of its weights.
            int axis = tensor.shape().size() == 1 ? 0 : quantization.quantizedDimension();
            boolean hasAxis = axis >= 0 && axis < tensor.shape().size();
            if (scales > 1 && !(hasAxis && tensor.shape().get(axis) == scales)) {
                report.accept(GraphVerifier.describe(subgraph, index) + " of shape " + tensor.shape() + " has " + scales
                        + " scales along dimension " + axis);
            }
            if (quantization.details() instanceof Details.Blockwise blocks) {
                checkBlocks(subgraph, index, blocks, report);
            }
            if (!areUsable(quantization.scales())) {
                report.accept(GraphVerifier.describe(subgraph, index) + " has a scale that is negative or NaN");
            }
            if (zeroPoints > 1 && zeroPoints != scales) {
                report.accept(GraphVerifier.describe(subgraph, index) + " has " + scales + " scales but " + zeroPoints
                        + " zero points");
            }
        }
    }

    private static void checkBlocks(Subgraph subgraph, int index, Details.Blockwise blocks, Consumer<String> report) {
        Tensor tensor = subgraph.tensor(index);
        String name = GraphVerifier.describe(subgraph, index);
        if (!isConstant(subgraph, blocks.scales())) {
            report.accept(
                    name + " has the scales of its blocks in tensor " + blocks.scales() + ", which is no constant");
        } else if (blocks.blockSize() <= 0
                || tensor.shape().isEmpty()
                || tensor.shape().get(tensor.shape().size() - 1) % blocks.blockSize() != 0
                || subgraph.tensor(blocks.scales()).elements() != tensor.elements() / blocks.blockSize()) {
            report.accept(name + " of shape " + tensor.shape() + " has blocks of " + blocks.blockSize() + " and "
                    + subgraph.tensor(blocks.scales()).elements() + " scales");
        }
        if (blocks.zeroPoints() != Details.Blockwise.NO_ZERO_POINTS
                && blocks.zeroPoints() != 0
                && !isConstant(subgraph, blocks.zeroPoints())) {
            report.accept(name + " has the zero points of its blocks in tensor " + blocks.zeroPoints()
                    + ", which is no constant");
        }
    }

    private static boolean isConstant(Subgraph subgraph, int index) {
        return index >= 0
                && index < subgraph.tensors().size()
                && subgraph.tensor(index).isConstant();
    }

    private static boolean areUsable(Floats scales) {
        for (int i = 0; i < scales.size(); i++) {
            if (!(scales.get(i) >= 0 && scales.get(i) < Float.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }
}
