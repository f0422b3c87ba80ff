// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Quantization;
import io.espalier.lite.Quantization.Details;
import io.espalier.lite.Signature;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Drops tensors that no operator, output or signature refers to, and numbers the rest anew, in order.
 *
 * <pre>
 *   0 x, 1 unused, 2 y         0 x, 1 y
 *   y = relu(x)                y = relu(x)
 * </pre>
 */
public final class StripUnusedTensors implements UnaryOperator<Graph> {
    @Override
    public Graph apply(Graph graph) {
        List<Subgraph> subgraphs = new ArrayList<>();
        List<Signature> signatures = new ArrayList<>(graph.signatures());
        for (int index = 0; index < graph.subgraphs().size(); index++) {
            Subgraph subgraph = graph.subgraphs().get(index);
            Numbering numbering = Numbering.of(subgraph, used(subgraph, index, signatures));
            subgraphs.add(numbering.apply(subgraph));
            int current = index;
            signatures.replaceAll(
                    signature -> signature.subgraph() == current ? numbering.apply(signature) : signature);
        }
        // Signatures are checked against subgraphs: both change at once.
        return graph.withSignatures(List.of()).withSubgraphs(subgraphs).withSignatures(signatures);
    }

    private static BitSet used(Subgraph subgraph, int index, List<Signature> signatures) {
        BitSet used = new BitSet();
        subgraph.inputs().addTo(used);
        subgraph.outputs().addTo(used);
        for (Operator operator : subgraph.operators()) {
            operator.inputs().addTo(used);
            operator.outputs().addTo(used);
            operator.intermediates().addTo(used);
        }
        for (Signature signature : signatures) {
            if (signature.subgraph() == index) {
                signature.inputs().forEach(input -> used.set(input.tensor()));
                signature.outputs().forEach(output -> used.set(output.tensor()));
            }
        }
        for (int tensor = used.nextSetBit(0); tensor >= 0; tensor = used.nextSetBit(tensor + 1)) {
            Details details = subgraph.tensor(tensor).quantization().details();
            if (details instanceof Details.Blockwise blocks) {
                Ints.of(blocks.scales(), blocks.zeroPoints()).addTo(used);
            }
        }
        return used;
    }

    /** For each old index the new one. */
    private record Numbering(BitSet used, Ints indices) {
        static Numbering of(Subgraph subgraph, BitSet used) {
            int[] indices = new int[subgraph.tensors().size()];
            int next = 0;
            for (int index = 0; index < indices.length; index++) {
                indices[index] = next;
                next += used.get(index) ? 1 : 0;
            }
            return new Numbering(used, Ints.of(indices));
        }

        Subgraph apply(Subgraph subgraph) {
            List<Tensor> tensors = used.stream()
                    .mapToObj(subgraph::tensor)
                    .map(this::renumbered)
                    .toList();
            List<Operator> operators = subgraph.operators().stream()
                    .map(operator -> new Operator(
                            operator.code(),
                            renumbered(operator.inputs()),
                            renumbered(operator.outputs()),
                            operator.options(),
                            operator.customOptions(),
                            operator.mutatingVariableInputs(),
                            renumbered(operator.intermediates()),
                            operator.debugMetadataIndex()))
                    .toList();
            return subgraph.with(tensors, renumbered(subgraph.inputs()), renumbered(subgraph.outputs()), operators);
        }

        Signature apply(Signature signature) {
            return new Signature(
                    signature.key(),
                    renumbered(signature.inputs()),
                    renumbered(signature.outputs()),
                    signature.subgraph(),
                    signature.deprecatedTag());
        }

        private List<Signature.NamedTensor> renumbered(List<Signature.NamedTensor> tensors) {
            return tensors.stream()
                    .map(named -> new Signature.NamedTensor(named.name(), indices.get(named.tensor())))
                    .toList();
        }

        private Ints renumbered(Ints tensors) {
            return Ints.of(tensors.stream()
                    .map(tensor -> tensor < 0 ? tensor : indices.get(tensor))
                    .toArray());
        }

        private Tensor renumbered(Tensor tensor) {
            Quantization quantization = tensor.quantization();
            if (!(quantization.details() instanceof Details.Blockwise blocks)) {
                return tensor;
            }
            Ints moved = renumbered(Ints.of(blocks.scales(), blocks.zeroPoints()));
            return tensor.withQuantization(new Quantization(
                    quantization.min(),
                    quantization.max(),
                    quantization.scales(),
                    quantization.zeroPoints(),
                    quantization.quantizedDimension(),
                    new Details.Blockwise(moved.get(0), moved.get(1), blocks.blockSize())));
        }
    }
}
