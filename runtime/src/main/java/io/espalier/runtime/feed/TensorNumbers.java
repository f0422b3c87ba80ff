// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.TensorInfo.Quantization;
import java.nio.ByteBuffer;

/** Converts real numbers to a tensor's bytes and back: quantized if the tensor is, rounded if it holds plain integers. */
public sealed interface TensorNumbers {
    /** Writes the first {@code count} numbers from the buffer's position on, in native order. */
    void write(float[] numbers, int count, ByteBuffer tensor);

    /** Reads as many numbers as the array has, from the buffer's position on, in native order. */
    void read(ByteBuffer tensor, float[] numbers);

    /** @throws InterpreterException if the tensor's type does not represent real numbers */
    static TensorNumbers of(String model, TensorInfo tensor) {
        return switch (tensor.type()) {
            case FLOAT32 -> new Floats();
            case INT8 -> new Bytes(quantization(tensor), Byte.MIN_VALUE, Byte.MAX_VALUE);
            case UINT8 -> new Bytes(quantization(tensor), 0, 255);
            case INT16 -> new Shorts(quantization(tensor));
            case INT32 -> new Ints(quantization(tensor));
            case INT64 -> new Longs();
            case BOOL -> new Bytes(new Quantization(1, 0), 0, 1);
            case STRING ->
                throw new InterpreterException(
                        model + ": tensor " + tensor
                                + " holds text, and data sets hold numbers; calibrate the model in Java with Calibrator.ofSamples");
            default ->
                throw new InterpreterException(
                        model + ": tensor " + tensor
                                + " cannot be read or written as numbers; supported types: FLOAT32, INT8, UINT8, INT16, INT32, INT64, BOOL");
        };
    }

    private static Quantization quantization(TensorInfo tensor) {
        return tensor.quantization().orElse(new Quantization(1, 0));
    }

    /** Float32 as it is. */
    record Floats() implements TensorNumbers {
        @Override
        public void write(float[] numbers, int count, ByteBuffer tensor) {
            tensor.asFloatBuffer().put(numbers, 0, count);
            tensor.position(tensor.position() + count * Float.BYTES);
        }

        @Override
        public void read(ByteBuffer tensor, float[] numbers) {
            tensor.asFloatBuffer().get(numbers);
        }
    }

    /** Int8, uint8, and booleans, which are 0 or 1. */
    record Bytes(Quantization quantization, int min, int max) implements TensorNumbers {
        @Override
        public void write(float[] numbers, int count, ByteBuffer tensor) {
            byte[] stored = new byte[count];
            for (int i = 0; i < count; i++) {
                stored[i] = (byte) quantization.quantize(numbers[i], min, max);
            }
            tensor.put(stored);
        }

        @Override
        public void read(ByteBuffer tensor, float[] numbers) {
            int mask = min == 0 ? 0xFF : -1;
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = quantization.dequantize(tensor.get() & mask);
            }
        }
    }

    /** Int16. */
    record Shorts(Quantization quantization) implements TensorNumbers {
        @Override
        public void write(float[] numbers, int count, ByteBuffer tensor) {
            for (int i = 0; i < count; i++) {
                tensor.putShort((short) quantization.quantize(numbers[i], Short.MIN_VALUE, Short.MAX_VALUE));
            }
        }

        @Override
        public void read(ByteBuffer tensor, float[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = quantization.dequantize(tensor.getShort());
            }
        }
    }

    /** Int32. */
    record Ints(Quantization quantization) implements TensorNumbers {
        @Override
        public void write(float[] numbers, int count, ByteBuffer tensor) {
            for (int i = 0; i < count; i++) {
                tensor.putInt(quantization.quantize(numbers[i], Integer.MIN_VALUE, Integer.MAX_VALUE));
            }
        }

        @Override
        public void read(ByteBuffer tensor, float[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = quantization.dequantize(tensor.getInt());
            }
        }
    }

    /** Int64, which TFLite does not quantize. */
    record Longs() implements TensorNumbers {
        @Override
        public void write(float[] numbers, int count, ByteBuffer tensor) {
            for (int i = 0; i < count; i++) {
                tensor.putLong(Math.round((double) numbers[i]));
            }
        }

        @Override
        public void read(ByteBuffer tensor, float[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = tensor.getLong();
            }
        }
    }
}
