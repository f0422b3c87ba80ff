// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Tensor;

/**
 * Decodes one tensor as TFLite Micro's kernels do.
 *
 * @param data of the tensor
 * @param stored how it was stored
 */
record Decoder(Buffer data, StoredWeights stored) {

    /**
     * From the inputs of DECODE.
     *
     * @param number of the subgraph
     * @param index of the tensor
     * @throws InvalidGraphException if they are damaged, or in a form that only some processors decode
     */
    static Decoder of(int number, int index, Tensor tensor, Buffer encoded, Buffer ancillary) {
        Channels channels = channels(number, index, tensor);
        try {
            int type = DecodeHeader.type(ancillary);
            long bytes = (long) encoded.size() + ancillary.size();
            if (type == DecodeHeader.LOOK_UP) {
                LookUpTable table = DecodeHeader.table(ancillary, encoded);
                return new Decoder(
                        table.decoded(tensor.type(), channels),
                        stored(number, index, tensor, StoredWeights.LOOK_UP, table.bits(), bytes));
            }
            if (type == DecodeHeader.PRUNING) {
                return new Decoder(
                        DecodeHeader.mask(ancillary, encoded).decoded(tensor, channels),
                        stored(number, index, tensor, StoredWeights.PRUNED, 1, bytes));
            }
            throw new InvalidGraphException(
                    type == DecodeHeader.HUFFMAN
                            ? "Huffman codes are decoded on Xtensa processors only"
                            : "type " + type + " of DECODE is decoded by an application's own code only");
        } catch (InvalidGraphException e) {
            throw new InvalidGraphException(where(number, index, tensor) + ": " + e.getMessage());
        }
    }

    /** From indices and a table of values, as COMPRESSION_METADATA names them. */
    static Decoder of(int number, int index, Tensor tensor, int bits, Buffer values) {
        Channels channels = channels(number, index, tensor);
        int stride = values.size() / (tensor.type().bits() / 8) / channels.count();
        try {
            Buffer data = new LookUpTable(bits, stride, tensor.buffer(), values).decoded(tensor.type(), channels);
            long bytes = (long) tensor.buffer().size() + values.size();
            return new Decoder(data, stored(number, index, tensor, StoredWeights.LOOK_UP, bits, bytes));
        } catch (InvalidGraphException e) {
            throw new InvalidGraphException(where(number, index, tensor) + ": " + e.getMessage());
        }
    }

    private static StoredWeights stored(int number, int index, Tensor tensor, String form, int bits, long bytes) {
        return new StoredWeights(
                number, index, tensor.name(), form, bits, tensor.type().bytes(tensor.elements()), bytes, "");
    }

    private static Channels channels(int number, int index, Tensor tensor) {
        if (!Elements.areDecoded(tensor.type()) || tensor.elements() < 0 || tensor.elements() > Integer.MAX_VALUE / 8) {
            throw new InvalidGraphException(where(number, index, tensor) + ": " + tensor.elements()
                    + " elements of type " + tensor.type() + " are not decoded");
        }
        return Channels.of(tensor)
                .orElseThrow(() -> new InvalidGraphException(where(number, index, tensor)
                        + ": weights with scales along dimension "
                        + tensor.quantization().quantizedDimension() + " of " + tensor.shape() + " are not decoded"));
    }

    private static String where(int number, int index, Tensor tensor) {
        return "Subgraph " + number + ", tensor " + index + " ('" + tensor.name() + "')";
    }
}
