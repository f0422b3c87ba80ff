// SPDX-License-Identifier: Apache-2.0
/** What the labs and {@code compress} stand on: trainings that can be stopped and resumed, and the files that they leave. Not for users. */
@NullMarked
package io.espalier.experiment.internal;

import org.jspecify.annotations.NullMarked;
