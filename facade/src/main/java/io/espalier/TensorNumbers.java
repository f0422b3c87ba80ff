// SPDX-License-Identifier: Apache-2.0
package io.espalier;

import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.TensorInfo.Quantization;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Real numbers as tensors store them. */
final class TensorNumbers {
    private TensorNumbers() {}

    static ByteBuffer room(TensorInfo tensor) {
        return ByteBuffer.allocateDirect(tensor.bytes()).order(ByteOrder.nativeOrder());
    }

    static ByteBuffer store(String model, TensorInfo tensor, float[] numbers) {
        if (numbers.length != tensor.elements()) {
            throw new IllegalArgumentException(
                    model + ": input " + tensor + " takes " + tensor.elements() + " numbers, not " + numbers.length);
        }
        ByteBuffer stored = room(tensor);
        for (float number : numbers) {
            switch (tensor.type()) {
                case FLOAT32 -> stored.putFloat(number);
                case INT8 -> stored.put((byte) whole(model, tensor, number, Byte.MIN_VALUE, Byte.MAX_VALUE));
                case UINT8 -> stored.put((byte) whole(model, tensor, number, 0, 255));
                case INT16 -> stored.putShort((short) whole(model, tensor, number, Short.MIN_VALUE, Short.MAX_VALUE));
                case INT32 -> stored.putInt(whole(model, tensor, number, Integer.MIN_VALUE, Integer.MAX_VALUE));
                case INT64 -> stored.putLong(whole(model, tensor, number, Integer.MIN_VALUE, Integer.MAX_VALUE));
                case BOOL -> stored.put((byte) whole(model, tensor, number, 0, 1));
                default -> throw unsupported(model, "input", tensor);
            }
        }
        return stored.flip();
    }

    private static int whole(String model, TensorInfo tensor, float number, int least, int greatest) {
        if (tensor.quantization().isPresent()) {
            if (Float.isNaN(number)) {
                throw new IllegalArgumentException(
                        model + ": input " + tensor + " got NaN, which no integer stands for");
            }
            return tensor.quantization().get().quantize(number, least, greatest);
        }
        if (number != Math.rint(number) || number < least || number > greatest) {
            throw new IllegalArgumentException(model + ": input " + tensor + " takes whole numbers from " + least
                    + " to " + greatest + ", not " + number);
        }
        return (int) number;
    }

    static float[] real(String model, TensorInfo tensor, ByteBuffer stored) {
        float[] numbers = new float[tensor.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (tensor.type()) {
                case FLOAT32 -> stored.getFloat();
                case INT8 -> real(tensor, stored.get());
                case UINT8 -> real(tensor, Byte.toUnsignedInt(stored.get()));
                case INT16 -> real(tensor, stored.getShort());
                case INT32 -> real(tensor, stored.getInt());
                case INT64 -> stored.getLong();
                case BOOL -> stored.get();
                default -> throw unsupported(model, "output", tensor);
            };
        }
        return numbers;
    }

    private static float real(TensorInfo tensor, int stored) {
        return tensor.quantization().map(scale -> dequantize(scale, stored)).orElse((float) stored);
    }

    private static float dequantize(Quantization scale, int stored) {
        return scale.dequantize(stored);
    }

    private static InterpreterException unsupported(String model, String role, TensorInfo tensor) {
        return new InterpreterException(model + ": " + role + " " + tensor
                + " holds no numbers that a float can be; use Interpreter, which takes and gives bytes");
    }
}
