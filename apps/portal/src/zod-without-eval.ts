import { z } from 'zod';

// Its compiled parsers need `new Function`, which the content security policy refuses and reports.
z.config({ jitless: true });
