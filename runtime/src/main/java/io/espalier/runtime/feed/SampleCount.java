// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.base.ProgressListener;

/** How many samples were run, by all threads together. */
public final class SampleCount {
    private final String what;
    private final long total;
    private final ProgressListener listener;
    private long done;

    /** @param total {@link ProgressListener#UNKNOWN} where nobody knows */
    public SampleCount(String what, long total, ProgressListener listener) {
        this.what = what;
        this.total = total;
        this.listener = listener;
    }

    public synchronized void add(int samples) {
        done += samples;
        listener.progress(what, done, total);
    }

    public synchronized long done() {
        return done;
    }
}
