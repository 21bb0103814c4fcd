-- SPDX-License-Identifier: Apache-2.0
-- Who is told when a channel fails for good.

alter table notifications add column fallback text;
