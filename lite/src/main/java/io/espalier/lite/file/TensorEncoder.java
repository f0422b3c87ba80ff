// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Quantization;
import io.espalier.lite.Quantization.Details;
import io.espalier.lite.Sparsity;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.VariantElement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a tensor to its table. */
final class TensorEncoder {

    private static final int CUSTOM_ALIGNMENT = 16;

    private final FlatWriter writer;
    private final BufferPool buffers;

    TensorEncoder(FlatWriter writer, BufferPool buffers) {
        this.writer = writer;
        this.buffers = buffers;
    }

    int tensor(Tensor tensor) {
        return writer.table(new FlatFields()
                .offset(Slots.Tensor.SHAPE, writer.requiredInts(tensor.shape()))
                .int8(Slots.Tensor.TYPE, tensor.type().code(), 0)
                .int32(Slots.Tensor.BUFFER, buffers.number(tensor.buffer()), 0)
                .offset(Slots.Tensor.NAME, writer.string(tensor.name()))
                .offset(Slots.Tensor.QUANTIZATION, quantization(tensor.quantization()))
                .flag(Slots.Tensor.IS_VARIABLE, tensor.isVariable(), false)
                .offset(
                        Slots.Tensor.SPARSITY,
                        tensor.sparsity().map(this::sparsity).orElse(0))
                .offset(Slots.Tensor.SHAPE_SIGNATURE, writer.ints(tensor.shapeSignature()))
                // Every other shape shows its rank itself.
                .flag(Slots.Tensor.HAS_RANK, tensor.hasRank(), false)
                .offset(
                        Slots.Tensor.VARIANT_TENSORS,
                        writer.tables(tensor.variantElements().stream()
                                .map(this::variantElement)
                                .toList()))
                .int32(Slots.Tensor.EXTERNAL_BUFFER, tensor.externalBuffer(), 0));
    }

    private int variantElement(VariantElement element) {
        return writer.table(new FlatFields()
                .offset(Slots.VariantSubType.SHAPE, writer.ints(element.shape()))
                .int8(Slots.VariantSubType.TYPE, element.type().code(), 0)
                .flag(Slots.VariantSubType.HAS_RANK, element.hasRank(), false));
    }

    private int quantization(Quantization quantization) {
        if (quantization.isEmpty()) {
            return 0;
        }
        FlatFields fields = new FlatFields()
                .offset(Slots.QuantizationParameters.MIN, writer.floats(quantization.min()))
                .offset(Slots.QuantizationParameters.MAX, writer.floats(quantization.max()))
                .offset(Slots.QuantizationParameters.SCALE, writer.floats(quantization.scales()))
                .offset(Slots.QuantizationParameters.ZERO_POINT, writer.longs(quantization.zeroPoints()))
                .int32(Slots.QuantizationParameters.QUANTIZED_DIMENSION, quantization.quantizedDimension(), 0);
        details(quantization.details(), fields);
        return writer.table(fields);
    }

    private void details(@Nullable Details details, FlatFields fields) {
        if (details instanceof Details.Custom custom) {
            fields.int8(Slots.QuantizationParameters.DETAILS_TYPE, Slots.QuantizationParameters.CUSTOM, 0)
                    .offset(
                            Slots.QuantizationParameters.DETAILS,
                            writer.table(new FlatFields()
                                    .offset(
                                            Slots.CustomQuantization.CUSTOM,
                                            writer.bytes(custom.bytes(), CUSTOM_ALIGNMENT))));
        } else if (details instanceof Details.Blockwise blockwise) {
            fields.int8(Slots.QuantizationParameters.DETAILS_TYPE, Slots.QuantizationParameters.BLOCKWISE, 0)
                    .offset(
                            Slots.QuantizationParameters.DETAILS,
                            writer.table(new FlatFields()
                                    .int32(Slots.BlockwiseQuantization.SCALES, blockwise.scales(), 0)
                                    .int32(Slots.BlockwiseQuantization.ZERO_POINTS, blockwise.zeroPoints(), 0)
                                    .int32(Slots.BlockwiseQuantization.BLOCK_SIZE, blockwise.blockSize(), 0)));
        }
    }

    private int sparsity(Sparsity sparsity) {
        return writer.table(new FlatFields()
                .offset(Slots.SparsityParameters.TRAVERSAL_ORDER, writer.ints(sparsity.traversalOrder()))
                .offset(Slots.SparsityParameters.BLOCK_MAP, writer.ints(sparsity.blockMap()))
                .offset(
                        Slots.SparsityParameters.DIM_METADATA,
                        writer.tables(sparsity.dimensions().stream()
                                .map(this::dimension)
                                .toList())));
    }

    private int dimension(Sparsity.Dimension dimension) {
        return writer.table(new FlatFields()
                .int8(Slots.DimensionMetadata.FORMAT, dimension.compressed() ? 1 : 0, 0)
                .int32(Slots.DimensionMetadata.DENSE_SIZE, dimension.denseSize(), 0)
                .int8(Slots.DimensionMetadata.ARRAY_SEGMENTS_TYPE, kind(dimension.segments()), 0)
                .offset(Slots.DimensionMetadata.ARRAY_SEGMENTS, indices(dimension.segments()))
                .int8(Slots.DimensionMetadata.ARRAY_INDICES_TYPE, kind(dimension.indices()), 0)
                .offset(Slots.DimensionMetadata.ARRAY_INDICES, indices(dimension.indices())));
    }

    private static int kind(Optional<Sparsity.Indices> indices) {
        return indices.map(present -> switch (present.width()) {
                    case INT32 -> 1;
                    case UINT16 -> 2;
                    case UINT8 -> 3;
                })
                .orElse(0);
    }

    private int indices(Optional<Sparsity.Indices> indices) {
        if (indices.isEmpty()) {
            return 0;
        }
        Sparsity.Indices present = indices.get();
        int vector = switch (present.width()) {
            case INT32 -> writer.requiredInts(present.values());
            case UINT16 -> writer.uint16s(present.values());
            case UINT8 -> writer.uint8s(present.values());
        };
        return writer.table(new FlatFields().offset(Slots.IndexVector.VALUES, vector));
    }
}
