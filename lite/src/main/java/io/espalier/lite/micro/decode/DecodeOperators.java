// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Puts a DECODE before each operator that reads encoded weights. Each has an output of its own, as a runtime may decode all of them into the same memory.
 *
 * <pre>
 *   y = conv(x, weights)        decoded = decode(weights, ancillary);  y = conv(x, decoded)
 * </pre>
 */
final class DecodeOperators {
    /** The name of TFLite Micro's kernel. */
    static final String NAME = "TFLM_DECODE";

    private final Subgraph subgraph;
    private final Map<Integer, Encoding> encodings;
    private final List<Tensor> tensors;
    private final Map<Integer, Integer> ancillaries = new HashMap<>();
    private final List<Operator> operators = new ArrayList<>();

    private DecodeOperators(Subgraph subgraph, Map<Integer, Encoding> encodings) {
        this.subgraph = subgraph;
        this.encodings = encodings;
        tensors = new ArrayList<>(subgraph.tensors());
    }

    /** @param encodings by the index of the tensor; those that are plain stay as they are */
    static Subgraph insert(Subgraph subgraph, Map<Integer, Encoding> encodings) {
        return new DecodeOperators(subgraph, encodings).inserted();
    }

    private Subgraph inserted() {
        encodings.forEach((index, encoding) -> {
            if (!encoding.stored().isPlain()) {
                ancillaries.put(index, encode(index, encoding));
            }
        });
        for (Operator operator : subgraph.operators()) {
            int[] inputs = operator.inputs().toArray();
            for (int place = 0; place < inputs.length; place++) {
                Integer ancillary = ancillaries.get(inputs[place]);
                if (ancillary != null) {
                    inputs[place] = decode(inputs[place], ancillary);
                }
            }
            operators.add(operator.withInputs(Ints.of(inputs)));
        }
        return subgraph.with(tensors, subgraph.inputs(), subgraph.outputs(), operators);
    }

    /** Puts the encoded weights in the place of the weights, and the ancillary data at the end. */
    private int encode(int index, Encoding encoding) {
        Buffer data;
        Buffer ancillary;
        if (encoding.table() != null) {
            data = encoding.table().indices();
            ancillary = DecodeHeader.of(encoding.table());
        } else {
            PruningMask mask = Objects.requireNonNull(encoding.mask());
            data = mask.mask();
            ancillary = DecodeHeader.of(mask);
        }
        String name = subgraph.tensor(index).name();
        tensors.set(index, bytes(name, data));
        return add(bytes(name.isEmpty() ? "" : name + "_ancillary", ancillary));
    }

    private static Tensor bytes(String name, Buffer data) {
        return Tensor.constant(name, TensorType.UINT8, Ints.of(data.size()), data);
    }

    private int decode(int encoded, int ancillary) {
        Tensor weights = subgraph.tensor(encoded);
        Quantization quantization = weights.quantization();
        if (!quantization.isPerChannel() && quantization.quantizedDimension() != 0) {
            // The kernel refuses a dimension that means nothing where there is one scale.
            quantization = new Quantization(
                    quantization.min(),
                    quantization.max(),
                    quantization.scales(),
                    quantization.zeroPoints(),
                    0,
                    quantization.details());
        }
        String name = weights.name();
        int decoded = add(Tensor.activation(name.isEmpty() ? "" : name + "_decoded", weights.type(), weights.shape())
                .withQuantization(quantization));
        operators.add(new Operator(
                OperatorCode.custom(NAME),
                Ints.of(encoded, ancillary),
                Ints.of(decoded),
                Options.NONE,
                Buffer.EMPTY,
                List.of(),
                Ints.EMPTY,
                -1));
        return decoded;
    }

    private int add(Tensor tensor) {
        tensors.add(tensor);
        return tensors.size() - 1;
    }
}
