// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Executes snippets in this process and keeps the last value itself, of which JShell tells only the text. */
final class Values extends LocalExecutionControl implements ExecutionControlProvider {
    private Optional<Object> last = Optional.empty();

    /** The value that was computed last. */
    Optional<Object> last() {
        return last;
    }

    @Override
    protected String invoke(Method snippet) throws IllegalAccessException, InvocationTargetException {
        last = Optional.ofNullable(snippet.invoke(null));
        return valueString(last.orElse(null));
    }

    @Override
    public String name() {
        return "notebook";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
        return this;
    }
}
