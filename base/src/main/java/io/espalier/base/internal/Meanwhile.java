// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** What a thread of its own computes while others go on. A process that ends does not wait for it. */
public final class Meanwhile<T> implements Supplier<T> {
    private final FutureTask<T> work;

    private Meanwhile(FutureTask<T> work) {
        this.work = work;
    }

    /** Begins at once. */
    public static <T> Meanwhile<T> of(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, "meanwhile");
        thread.setDaemon(true);
        thread.start();
        return new Meanwhile<>(task);
    }

    /** The result, when it is there. What the work throws is thrown here. */
    @Override
    public T get() {
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw (Error) e.getCause(); // a supplier throws nothing else
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
