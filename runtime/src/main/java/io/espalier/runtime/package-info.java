// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.espalier.runtime;

import org.jspecify.annotations.NullMarked;
