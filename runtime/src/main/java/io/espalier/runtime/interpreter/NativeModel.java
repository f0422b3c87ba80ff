// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.runtime.InterpreterException;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.FlatBufferModelBase;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The native parts of an interpreter, and the order in which they are freed: each part refers to those behind it. XNNPACK's
 * delegate belongs to the native interpreter, which frees it last of all it has.
 */
final class NativeModel implements Runnable {
    final TfliteModel model;
    final Interpreter interpreter;
    final ErrorLog errors;

    /** What times operators, if they are timed. */
    final @Nullable OperatorClock clock;

    private final BuiltinOpResolver resolver;
    private final FlatBufferModel file;
    private final BytePointer bytes;

    private NativeModel(
            TfliteModel model,
            Interpreter interpreter,
            @Nullable OperatorClock clock,
            ErrorLog errors,
            BuiltinOpResolver resolver,
            FlatBufferModel file,
            BytePointer bytes) {
        this.model = model;
        this.interpreter = interpreter;
        this.clock = clock;
        this.errors = errors;
        this.resolver = resolver;
        this.file = file;
        this.bytes = bytes;
    }

    /** @throws InterpreterException if the runtime's own verifier refuses the model */
    static void verify(TfliteModel model) {
        NativeLibrary.load();
        try (ErrorLog errors = new ErrorLog();
                BytePointer bytes = new BytePointer(model.memory());
                FlatBufferModel file = FlatBufferModelBase.VerifyAndBuildFromBuffer(
                        bytes, model.memory().remaining(), null, errors.reporter())) {
            if (file == null || file.isNull()) {
                throw refused(model, errors);
            }
        }
    }

    static NativeModel build(TfliteModel model, InterpreterOptions options, boolean timesOperators) {
        boolean xnnpack = model.takesXnnpack() && options.xnnpack();
        ErrorLog errors = new ErrorLog();
        BytePointer bytes = new BytePointer(model.memory());
        // Each interpreter has one of its own, since it is what knows where errors go; the bytes are everybody's.
        FlatBufferModel file =
                FlatBufferModelBase.BuildFromBuffer(bytes, model.memory().remaining(), errors.reporter());
        // the plain resolver offers XNNPACK, which is applied when tensors are first allocated
        BuiltinOpResolver resolver = xnnpack ? new BuiltinOpResolver() : new BuiltinOpResolverWithoutDefaultDelegates();
        Interpreter interpreter = new Interpreter((Pointer) null);
        int status;
        try (InterpreterBuilder builder = new InterpreterBuilder(file, resolver)) {
            status = builder.apply(interpreter, options.threads());
        }
        boolean refused = status != 0 || interpreter.isNull();
        OperatorClock clock = timesOperators && !refused ? new OperatorClock(interpreter) : null;
        NativeModel built = new NativeModel(model, interpreter, clock, errors, resolver, file, bytes);
        if (refused) {
            InterpreterException refusal = refused(model, errors);
            built.run();
            throw refusal;
        }
        return built;
    }

    private static InterpreterException refused(TfliteModel model, ErrorLog errors) {
        return new InterpreterException(
                model.name() + ": the TFLite runtime rejects this model: " + errors.drain() + customAdvice(model));
    }

    /** What to know if the model has custom operators; empty if it has none. */
    static String customAdvice(TfliteModel model) {
        List<String> custom = model.graph().subgraphs().stream()
                .flatMap(subgraph -> subgraph.operators().stream())
                .map(Operator::code)
                .filter(code -> code.builtin() == BuiltinOperator.CUSTOM)
                .map(OperatorCode::name)
                .distinct()
                .toList();
        return custom.isEmpty()
                ? ""
                : "; the model has custom operators (" + String.join(", ", custom)
                        + "): only a program that registers their kernels can run, measure or profile it";
    }

    @Override
    public void run() {
        interpreter.close();
        if (clock != null) {
            clock.close();
        }
        resolver.close();
        file.close();
        bytes.close();
        errors.close();
    }
}
