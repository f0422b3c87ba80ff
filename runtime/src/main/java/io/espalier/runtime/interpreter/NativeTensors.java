// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.TensorInfo.Quantization;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;
import org.jspecify.annotations.Nullable;

/** Reads what the runtime says of its tensors. */
final class NativeTensors {
    private NativeTensors() {}

    // the binding gives null for an empty C++ vector
    static int size(@Nullable IntPointer tensors) {
        return tensors == null ? 0 : (int) tensors.limit();
    }

    /**
     * A tensor's bytes where they lie.
     *
     * @param model what messages call it
     */
    static ByteBuffer memory(String model, TfLiteTensor tensor) {
        BytePointer data = tensor.data().raw();
        if (data == null) {
            if (tensor.bytes() == 0) {
                return ByteBuffer.allocate(0);
            }
            throw new IllegalStateException(model + ": " + describe(0, tensor) + " has no memory before the first run");
        }
        return data.capacity(tensor.bytes()).asByteBuffer();
    }

    static TensorInfo describe(int index, TfLiteTensor tensor) {
        float scale = tensor.params().scale();
        Optional<Quantization> quantization =
                scale > 0 ? Optional.of(new Quantization(scale, tensor.params().zero_point())) : Optional.empty();
        BytePointer name = tensor.name();
        return new TensorInfo(
                index,
                name == null ? "" : name.getString(),
                type(tensor.type()),
                dimensions(tensor.dims()),
                dimensions(tensor.dims_signature()),
                quantization);
    }

    // The runtime numbers its types differently from files.
    private static TensorType type(int code) {
        return switch (code) {
            case tensorflowlite.kTfLiteFloat32 -> TensorType.FLOAT32;
            case tensorflowlite.kTfLiteInt32 -> TensorType.INT32;
            case tensorflowlite.kTfLiteUInt8 -> TensorType.UINT8;
            case tensorflowlite.kTfLiteInt64 -> TensorType.INT64;
            case tensorflowlite.kTfLiteString -> TensorType.STRING;
            case tensorflowlite.kTfLiteBool -> TensorType.BOOL;
            case tensorflowlite.kTfLiteInt16 -> TensorType.INT16;
            case tensorflowlite.kTfLiteComplex64 -> TensorType.COMPLEX64;
            case tensorflowlite.kTfLiteInt8 -> TensorType.INT8;
            case tensorflowlite.kTfLiteFloat16 -> TensorType.FLOAT16;
            case tensorflowlite.kTfLiteFloat64 -> TensorType.FLOAT64;
            case tensorflowlite.kTfLiteComplex128 -> TensorType.COMPLEX128;
            case tensorflowlite.kTfLiteUInt64 -> TensorType.UINT64;
            case tensorflowlite.kTfLiteResource -> TensorType.RESOURCE;
            case tensorflowlite.kTfLiteVariant -> TensorType.VARIANT;
            case tensorflowlite.kTfLiteUInt32 -> TensorType.UINT32;
            case tensorflowlite.kTfLiteUInt16 -> TensorType.UINT16;
            case tensorflowlite.kTfLiteInt4 -> TensorType.INT4;
            case tensorflowlite.kTfLiteBFloat16 -> TensorType.BFLOAT16;
            default -> throw new IllegalStateException("the runtime has no tensor type " + code);
        };
    }

    /** The sizes of a shape; none where there is no shape. */
    static List<Integer> dimensions(@Nullable TfLiteIntArray array) {
        List<Integer> dimensions = new ArrayList<>();
        for (int i = 0; array != null && i < array.size(); i++) {
            dimensions.add(array.data(i));
        }
        return dimensions;
    }
}
