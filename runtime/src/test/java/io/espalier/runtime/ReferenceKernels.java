// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.FlatBufferModelBase;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/**
 * Runs models with the reference kernels of TFLite, which TFLite Micro shares. The native library has them; its Java interface does not name the
 * class, so its constructor is called by its symbol.
 */
final class ReferenceKernels implements AutoCloseable {
    private static final String CONSTRUCTOR = "_ZN6tflite3ops7builtin20BuiltinRefOpResolverC1Ev";
    private static final int MORE_BYTES_THAN_A_RESOLVER = 4096;

    private final BytePointer bytes;
    private final FlatBufferModel file;
    private final Interpreter interpreter;

    ReferenceKernels(byte... model) {
        Loader.load(org.bytedeco.tensorflowlite.global.tensorflowlite.class);
        bytes = new BytePointer(model);
        file = FlatBufferModelBase.BuildFromBuffer(bytes, model.length);
        interpreter = new Interpreter((Pointer) null);
        try (InterpreterBuilder builder = new InterpreterBuilder(file, resolver())) {
            check(builder.apply(interpreter, 1));
        }
        check(interpreter.AllocateTensors());
    }

    private static BuiltinOpResolver resolver() {
        BytePointer memory = new BytePointer(MORE_BYTES_THAN_A_RESOLVER).zero();
        call(Loader.addressof(CONSTRUCTOR), memory);
        return new BuiltinOpResolver(memory);
    }

    /** A function of one pointer has the form of JavaCPP's deallocators, which can be called. */
    private static void call(Pointer function, Pointer argument) {
        try {
            Class<?> type = Class.forName("org.bytedeco.javacpp.Pointer$NativeDeallocator");
            Constructor<?> constructor = type.getDeclaredConstructor(Pointer.class, long.class, long.class);
            constructor.setAccessible(true);
            Object deallocator = constructor.newInstance(argument, argument.address(), function.address());
            var deallocate = type.getDeclaredMethod("deallocate");
            deallocate.setAccessible(true);
            deallocate.invoke(deallocator);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All outputs, one after the other, for all inputs, one after the other. */
    byte[] run(byte... inputs) {
        int start = 0;
        for (int position = 0; position < interpreter.inputs().capacity(); position++) {
            TfLiteTensor tensor = interpreter.input_tensor(position);
            new BytePointer(tensor.data().raw()).put(inputs, start, (int) tensor.bytes());
            start += (int) tensor.bytes();
        }
        check(interpreter.Invoke());
        int size = 0;
        int count = (int) interpreter.outputs().capacity();
        for (int position = 0; position < count; position++) {
            size += (int) interpreter.output_tensor(position).bytes();
        }
        ByteBuffer outputs = ByteBuffer.allocate(size);
        for (int position = 0; position < count; position++) {
            TfLiteTensor tensor = interpreter.output_tensor(position);
            byte[] values = new byte[(int) tensor.bytes()];
            new BytePointer(tensor.data().raw()).get(values);
            outputs.put(values);
        }
        return outputs.array();
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException("TFLite's reference kernels refuse the model");
        }
    }

    @Override
    public void close() {
        interpreter.close();
        file.close();
        bytes.close();
    }
}
