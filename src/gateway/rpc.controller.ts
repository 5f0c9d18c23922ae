import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readHttpRequest, sendAnswer } from './http-request.ts';
import { Pipeline } from './pipeline.ts';

/** The RPC wire: one path; Action and Version name the operation. */
@ApiExcludeController()
@Controller('/')
export class RpcController {
  constructor(private readonly pipeline: Pipeline) {}

  // `@All` would also answer DELETE and PUT, which the wire does not have.
  @Get()
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendAnswer(reply, await this.pipeline.run(readHttpRequest(request)));
  }

  @Post()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendAnswer(reply, await this.pipeline.run(readHttpRequest(request)));
  }
}
