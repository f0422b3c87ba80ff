// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import io.espalier.lite.Graph;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.guard.GraphGuard;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.FlatBufferModelBase;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;

/**
 * The native parts of an interpreter, and the order in which they are freed: each part refers to those behind it. XNNPACK's
 * delegate belongs to the native interpreter, which frees it last of all it has.
 */
final class NativeModel implements Runnable {
    final Interpreter interpreter;
    final ErrorLog errors;
    private final BuiltinOpResolver resolver;
    private final FlatBufferModel model;
    final BytePointer bytes;
    final Graph graph;

    private NativeModel(
            Interpreter interpreter,
            ErrorLog errors,
            BuiltinOpResolver resolver,
            FlatBufferModel model,
            BytePointer bytes,
            Graph graph) {
        this.interpreter = interpreter;
        this.errors = errors;
        this.resolver = resolver;
        this.model = model;
        this.bytes = bytes;
        this.graph = graph;
    }

    /** @param file direct memory that nobody changes while the model lives */
    static NativeModel build(String name, ByteBuffer file, InterpreterOptions options) {
        Graph graph = GraphGuard.read(name, file);
        boolean xnnpack = takesXnnpack(name, graph) && options.xnnpack();
        NativeLibrary.load();
        ErrorLog errors = new ErrorLog();
        BytePointer bytes = new BytePointer(file);
        FlatBufferModel model =
                FlatBufferModelBase.VerifyAndBuildFromBuffer(bytes, file.remaining(), null, errors.reporter());
        if (model == null || model.isNull()) {
            throw refused(name, errors);
        }
        // the plain resolver offers XNNPACK, which is applied when tensors are first allocated
        BuiltinOpResolver resolver = xnnpack ? new BuiltinOpResolver() : new BuiltinOpResolverWithoutDefaultDelegates();
        Interpreter interpreter = new Interpreter((Pointer) null);
        int status;
        try (InterpreterBuilder builder = new InterpreterBuilder(model, resolver)) {
            status = builder.apply(interpreter, options.threads());
        }
        if (status != 0 || interpreter.isNull()) {
            resolver.close();
            model.close();
            throw refused(name, errors);
        }
        return new NativeModel(interpreter, errors, resolver, model, bytes, graph);
    }

    private static boolean takesXnnpack(String name, Graph graph) {
        GraphGuard.Verdict verdict = GraphGuard.judge(graph);
        if (verdict instanceof GraphGuard.Verdict.Refused refused) {
            throw new InterpreterException(name + ": " + refused.reason());
        }
        return verdict instanceof GraphGuard.Verdict.Sound;
    }

    private static InterpreterException refused(String name, ErrorLog errors) {
        String reason = errors.drain();
        errors.close();
        return new InterpreterException(name + ": the TFLite runtime refuses this model: " + reason);
    }

    @Override
    public void run() {
        interpreter.close();
        resolver.close();
        model.close();
        bytes.close();
        errors.close();
    }
}
