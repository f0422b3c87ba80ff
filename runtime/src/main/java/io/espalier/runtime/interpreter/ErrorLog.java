// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.tensorflowlite.ErrorReporter;
import org.bytedeco.tensorflowlite.Reporter_Pointer_BytePointer_Pointer;

/**
 * Catches what the runtime says about one model when something fails, instead of letting it go to stderr.
 *
 * <p>The binding cannot subclass the C++ class {@code tflite::ErrorReporter}, so an object of such a class is laid out by hand: a
 * pointer to a table of virtual functions, all of which are {@link Callback}. In both C++ ABIs in use a virtual call passes the
 * object's address first, then format and arguments, which is the callback's signature; where in the table {@code Report} stands
 * (behind one destructor or two) differs, hence a table full of it. The runtime never destroys a reporter.
 */
final class ErrorLog implements AutoCloseable {
    private static final int VIRTUAL_FUNCTIONS = 4;
    private static final int KEPT = 4;
    private static final Callback CALLBACK = new Callback();
    private static final Map<Long, ErrorLog> OPEN = new ConcurrentHashMap<>();

    private final PointerPointer<Pointer> object = new PointerPointer<>(1 + VIRTUAL_FUNCTIONS);
    private final List<String> messages = new ArrayList<>();
    private int dropped;

    ErrorLog() {
        Pointer function = new PointerPointer<Pointer>(CALLBACK).get();
        object.put(0, object.getPointer(1));
        for (int i = 1; i <= VIRTUAL_FUNCTIONS; i++) {
            object.put(i, function);
        }
        OPEN.put(object.address(), this);
    }

    ErrorReporter reporter() {
        return new ErrorReporter(object);
    }

    private synchronized void add(String message) {
        if (messages.size() < KEPT) {
            messages.add(message);
        } else {
            dropped++;
        }
    }

    /** The messages since the last call in one line: the first ones, and how many followed. */
    synchronized String drain() {
        String all = messages.isEmpty() ? "the runtime gave no reason" : String.join("; ", messages);
        String more = dropped == 0 ? "" : "; and " + dropped + " more messages";
        messages.clear();
        dropped = 0;
        return all + more;
    }

    @Override
    public void close() {
        OPEN.remove(object.address());
        object.close();
    }

    /** One for all logs: JavaCPP has room for few callbacks of one class. */
    private static final class Callback extends Reporter_Pointer_BytePointer_Pointer {
        @Override
        public void call(Pointer reporter, BytePointer format, Pointer arguments) {
            ErrorLog log = OPEN.get(reporter.address());
            if (log != null) {
                log.add(NativeText.format(format, arguments));
            }
        }
    }
}
