// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Buffer;
import io.espalier.lite.Quantization;
import io.espalier.lite.Quantization.Details;
import io.espalier.lite.Sparsity;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.Tensor.VariantElement;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a Tensor table to the tensor. */
final class TensorDecoder {

    /** The buffer of an index; the table that names it is for the message. */
    interface Buffers {
        Buffer get(FlatTable user, long index);
    }

    private final Buffers buffers;

    TensorDecoder(Buffers buffers) {
        this.buffers = buffers;
    }

    Tensor tensor(FlatTable table) {
        FlatTable sparsity = table.table(Slots.Tensor.SPARSITY, "SparsityParameters", Slots.SparsityParameters.COUNT);
        long bufferIndex = table.uint32(Slots.Tensor.BUFFER, 0);
        return new Tensor(
                table.string(Slots.Tensor.NAME),
                type(table, table.int8(Slots.Tensor.TYPE, 0)),
                table.ints(Slots.Tensor.SHAPE),
                table.ints(Slots.Tensor.SHAPE_SIGNATURE),
                // Buffer 0 means no data even in a file that lists no buffers.
                bufferIndex == 0 ? Buffer.EMPTY : buffers.get(table, bufferIndex),
                quantization(table.table(
                        Slots.Tensor.QUANTIZATION, "QuantizationParameters", Slots.QuantizationParameters.COUNT)),
                Optional.ofNullable(sparsity).map(TensorDecoder::sparsity),
                table.flag(Slots.Tensor.IS_VARIABLE, false),
                table.flag(Slots.Tensor.HAS_RANK, false),
                table.tables(
                        Slots.Tensor.VARIANT_TENSORS,
                        "VariantSubType",
                        Slots.VariantSubType.COUNT,
                        TensorDecoder::variantElement),
                table.uint32(Slots.Tensor.EXTERNAL_BUFFER, 0),
                TrainedValues.NONE);
    }

    private static TensorType type(FlatTable table, int code) {
        return TensorType.ofCode(code)
                .orElseThrow(
                        () -> table.problem("element type " + code + " is not supported by this version of Espalier"));
    }

    private static VariantElement variantElement(FlatTable table) {
        return new VariantElement(
                table.ints(Slots.VariantSubType.SHAPE),
                type(table, table.int8(Slots.VariantSubType.TYPE, 0)),
                table.flag(Slots.VariantSubType.HAS_RANK, false));
    }

    private static Quantization quantization(@Nullable FlatTable table) {
        if (table == null) {
            return Quantization.NONE;
        }
        return new Quantization(
                table.floats(Slots.QuantizationParameters.MIN),
                table.floats(Slots.QuantizationParameters.MAX),
                table.floats(Slots.QuantizationParameters.SCALE),
                table.longs(Slots.QuantizationParameters.ZERO_POINT),
                table.int32(Slots.QuantizationParameters.QUANTIZED_DIMENSION, 0),
                details(table));
    }

    private static @Nullable Details details(FlatTable table) {
        int kind = table.uint8(Slots.QuantizationParameters.DETAILS_TYPE);
        if (kind == 0) {
            return null;
        }
        if (kind == Slots.QuantizationParameters.CUSTOM) {
            FlatTable custom = table.table(
                    Slots.QuantizationParameters.DETAILS, "CustomQuantization", Slots.CustomQuantization.COUNT);
            return new Details.Custom(custom == null ? Buffer.EMPTY : custom.bytes(Slots.CustomQuantization.CUSTOM));
        }
        if (kind == Slots.QuantizationParameters.BLOCKWISE) {
            FlatTable blockwise = table.table(
                    Slots.QuantizationParameters.DETAILS, "BlockwiseQuantization", Slots.BlockwiseQuantization.COUNT);
            return blockwise == null
                    ? new Details.Blockwise(0, 0, 0)
                    : new Details.Blockwise(
                            blockwise.int32(Slots.BlockwiseQuantization.SCALES, 0),
                            blockwise.int32(Slots.BlockwiseQuantization.ZERO_POINTS, 0),
                            blockwise.int32(Slots.BlockwiseQuantization.BLOCK_SIZE, 0));
        }
        throw table.problem("quantization details of kind " + kind + " are not supported by this version of Espalier");
    }

    private static Sparsity sparsity(FlatTable table) {
        return new Sparsity(
                table.ints(Slots.SparsityParameters.TRAVERSAL_ORDER),
                table.ints(Slots.SparsityParameters.BLOCK_MAP),
                table.tables(
                        Slots.SparsityParameters.DIM_METADATA,
                        "DimensionMetadata",
                        Slots.DimensionMetadata.COUNT,
                        TensorDecoder::dimension));
    }

    private static Sparsity.Dimension dimension(FlatTable table) {
        int format = table.int8(Slots.DimensionMetadata.FORMAT, 0);
        if (format != 0 && format != 1) {
            throw table.problem("dimension format " + format + " is not supported by this version of Espalier");
        }
        return new Sparsity.Dimension(
                format == 1,
                table.int32(Slots.DimensionMetadata.DENSE_SIZE, 0),
                indices(table, Slots.DimensionMetadata.ARRAY_SEGMENTS_TYPE, Slots.DimensionMetadata.ARRAY_SEGMENTS),
                indices(table, Slots.DimensionMetadata.ARRAY_INDICES_TYPE, Slots.DimensionMetadata.ARRAY_INDICES));
    }

    private static Optional<Sparsity.Indices> indices(FlatTable table, int typeSlot, int slot) {
        int kind = table.uint8(typeSlot);
        FlatTable vector = table.table(slot, "index vector", Slots.IndexVector.COUNT);
        if (kind == 0 || vector == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (kind) {
                    case 1 -> new Sparsity.Indices(Sparsity.IndexWidth.INT32, vector.ints(Slots.IndexVector.VALUES));
                    case 2 ->
                        new Sparsity.Indices(Sparsity.IndexWidth.UINT16, vector.uint16s(Slots.IndexVector.VALUES));
                    case 3 -> new Sparsity.Indices(Sparsity.IndexWidth.UINT8, vector.uint8s(Slots.IndexVector.VALUES));
                    default ->
                        throw table.problem(
                                "index vectors of kind " + kind + " are not supported by this version of Espalier");
                });
    }
}
