// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.Profiler;
import org.bytedeco.tensorflowlite.TfLiteTelemetryProfilerStruct;
import org.bytedeco.tensorflowlite.TfLiteTelemetryProfilerStruct.ReportBeginOpInvokeEvent_TfLiteTelemetryProfilerStruct_BytePointer_long_long;
import org.bytedeco.tensorflowlite.TfLiteTelemetryProfilerStruct.ReportEndOpInvokeEvent_TfLiteTelemetryProfilerStruct_int;
import org.bytedeco.tensorflowlite.TfLiteTelemetryProfilerStruct.ReportOpInvokeEvent_TfLiteTelemetryProfilerStruct_BytePointer_long_long_long;
import org.bytedeco.tensorflowlite.TfLiteTelemetryProfilerStruct.ReportSettings_TfLiteTelemetryProfilerStruct_BytePointer_TfLiteTelemetrySettings;
import org.bytedeco.tensorflowlite.TfLiteTelemetryProfilerStruct.ReportTelemetryEvent_TfLiteTelemetryProfilerStruct_BytePointer_long;
import org.bytedeco.tensorflowlite.TfLiteTelemetryProfilerStruct.ReportTelemetryOpEvent_TfLiteTelemetryProfilerStruct_BytePointer_long_long_long;
import org.bytedeco.tensorflowlite.TfLiteTelemetrySettings;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/**
 * Puts down what the runtime reports of the operators while it runs one model. It reports the begin and the end of each operator
 * that it runs itself; of a part that XNNPACK runs it reports, once the part is done, how long each of XNNPACK's operators took.
 *
 * <p>Attached before tensors are allocated: XNNPACK decides then whether it looks at the clock. The runtime calls from the thread that
 * runs the model.
 */
final class OperatorLog implements AutoCloseable {
    static final int BEGIN = 0;
    static final int END = 1;
    static final int KERNEL = 2;

    /** The fields of an event: what it is, when, the operator, its subgraph, and the microseconds of a kernel. */
    static final int FIELDS = 5;

    private static final Callbacks CALLBACKS = new Callbacks();
    private static final Map<Long, OperatorLog> OPEN = new ConcurrentHashMap<>();

    private final TfLiteTelemetryProfilerStruct struct = new TfLiteTelemetryProfilerStruct();
    private final Profiler profiler;
    private long[] events = new long[1024 * FIELDS];
    private String[] names = new String[1024];
    private int length;
    private boolean listening;
    private boolean naming;

    OperatorLog(Interpreter interpreter) {
        CALLBACKS.into(struct);
        OPEN.put(struct.address(), this);
        profiler = tensorflowlite.MakeTfLiteTelemetryProfiler(struct);
        interpreter.SetProfiler(profiler);
    }

    /** Forgets the events and listens from now on; if asked, to the names of kernels too, which takes longer. */
    void start(boolean withNames) {
        length = 0;
        naming = withNames;
        listening = true;
    }

    void stop() {
        listening = false;
    }

    int count() {
        return length / FIELDS;
    }

    long field(int event, int field) {
        return events[event * FIELDS + field];
    }

    /** The name of a kernel, if names were listened to. */
    String name(int event) {
        return names[event];
    }

    private void add(int kind, long operator, long subgraph, long micros) {
        if (length + FIELDS > events.length) {
            events = Arrays.copyOf(events, events.length * 2);
            names = Arrays.copyOf(names, names.length * 2);
        }
        events[length] = kind;
        events[length + 1] = System.nanoTime();
        events[length + 2] = operator;
        events[length + 3] = subgraph;
        events[length + 4] = micros;
        length += FIELDS;
    }

    /** The interpreter must be closed before. */
    @Override
    public void close() {
        profiler.close();
        OPEN.remove(struct.address());
        struct.close();
    }

    private static void add(
            TfLiteTelemetryProfilerStruct struct, BytePointer name, int kind, long operator, long subgraph, long us) {
        OperatorLog log = OPEN.get(struct.address());
        if (log != null && log.listening) {
            log.add(kind, operator, subgraph, us);
            if (log.naming && kind == KERNEL) {
                log.names[log.count() - 1] = name.getString();
            }
        }
    }

    /** One set for all logs: JavaCPP has room for few callbacks of one class. */
    private static final class Callbacks {
        private final Begin begin = new Begin();
        private final End end = new End();
        private final Kernel kernel = new Kernel();
        private final Telemetry telemetry = new Telemetry();
        private final TelemetryOfOperator ofOperator = new TelemetryOfOperator();
        private final Settings settings = new Settings();

        void into(TfLiteTelemetryProfilerStruct struct) {
            struct.ReportBeginOpInvokeEvent(begin);
            struct.ReportEndOpInvokeEvent(end);
            struct.ReportOpInvokeEvent(kernel);
            struct.ReportTelemetryEvent(telemetry);
            struct.ReportTelemetryOpEvent(ofOperator);
            struct.ReportSettings(settings);
        }
    }

    private static final class Begin
            extends ReportBeginOpInvokeEvent_TfLiteTelemetryProfilerStruct_BytePointer_long_long {
        @Override
        public int call(TfLiteTelemetryProfilerStruct struct, BytePointer name, long operator, long subgraph) {
            add(struct, name, BEGIN, operator, subgraph, 0);
            return 0;
        }
    }

    private static final class End extends ReportEndOpInvokeEvent_TfLiteTelemetryProfilerStruct_int {
        @Override
        public void call(TfLiteTelemetryProfilerStruct struct, int handle) {
            OperatorLog log = OPEN.get(struct.address());
            if (log != null && log.listening) {
                log.add(END, 0, 0, 0);
            }
        }
    }

    private static final class Kernel
            extends ReportOpInvokeEvent_TfLiteTelemetryProfilerStruct_BytePointer_long_long_long {
        @Override
        public void call(
                TfLiteTelemetryProfilerStruct struct, BytePointer name, long micros, long kernel, long subgraph) {
            add(struct, name, KERNEL, kernel, subgraph, micros);
        }
    }

    // The runtime calls these three without asking whether they are there.
    private static final class Telemetry extends ReportTelemetryEvent_TfLiteTelemetryProfilerStruct_BytePointer_long {
        @Override
        public void call(TfLiteTelemetryProfilerStruct struct, BytePointer event, long status) {}
    }

    private static final class TelemetryOfOperator
            extends ReportTelemetryOpEvent_TfLiteTelemetryProfilerStruct_BytePointer_long_long_long {
        @Override
        public void call(
                TfLiteTelemetryProfilerStruct struct, BytePointer event, long operator, long subgraph, long status) {}
    }

    private static final class Settings
            extends ReportSettings_TfLiteTelemetryProfilerStruct_BytePointer_TfLiteTelemetrySettings {
        @Override
        public void call(TfLiteTelemetryProfilerStruct struct, BytePointer name, TfLiteTelemetrySettings settings) {}
    }
}
