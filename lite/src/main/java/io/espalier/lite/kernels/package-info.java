// SPDX-License-Identifier: Apache-2.0
/** What runtimes make of operators in each form, as it was measured: one class for each runtime, one row for each fact. */
@NullMarked
package io.espalier.lite.kernels;

import org.jspecify.annotations.NullMarked;
